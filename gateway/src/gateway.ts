import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createAccessTokenVerifier, createIdentitySigner } from '@nakku/identity';
import { gauge, initTelemetry, logger } from '@nakku/telemetry';
import { switches } from './config.ts';
import type { GatewayConfig } from './config.ts';
import { createAdmission } from './execution/admit.ts';
import { startApolloServer } from './execution/apolloServer.ts';
import { createExecute } from './execution/execute.ts';
import { operationNames, readExamples } from './explorer/examples.ts';
import { createExplorer } from './explorer/explorer.ts';
import { createEndpoint } from './http/endpoint.ts';
import { createHealthPages } from './http/health.ts';
import { operationMetrics } from './http/operationMetrics.ts';
import { startPublicServer } from './http/server.ts';
import { createAuthenticate } from './security/authenticate.ts';
import { createLiveSessions } from './security/liveSessions.ts';
import { originPolicy } from './security/origins.ts';
import { watchRevocations } from './security/revocations.ts';
import { createHub } from './subscriptions/hub.ts';
import { createSockets } from './subscriptions/sockets.ts';
import { createStreams } from './subscriptions/streams.ts';
import { createUpstreams } from './subscriptions/upstreams.ts';
import { createSupergraphStore } from './supergraph/store.ts';
import { createSubgraphClients } from './supergraph/subgraphClients.ts';
import { watchSchema } from './supergraph/watcher.ts';

export interface RunningGateway {
  readonly url: string;
  readonly port: number;
  /** Loads another supergraph; throws and keeps the last good one if it cannot be loaded. */
  replaceSupergraph(sdl: string): void;
  /** Not ready, clients told to come back, running requests finished, connections closed. A second call waits too. */
  stop(): Promise<void>;
}

/** Starts the gateway. Throws if the supergraph cannot be loaded or the port is taken. */
export async function startGateway(config: GatewayConfig): Promise<RunningGateway> {
  const { production, watch, explorer, introspection } = switches(config);
  // Apollo's gateway would report to its makers.
  process.env.APOLLO_TELEMETRY_DISABLED ??= 'true';
  const telemetry = initTelemetry({
    service: 'gateway',
    logLevel: config.LOG_LEVEL,
    otlpEndpoint: config.OTLP_ENDPOINT,
  });
  const log = logger({ part: 'gateway' });
  const signer = createIdentitySigner({ privateJwk: config.IDENTITY_PRIVATE_JWK });
  const clients = createSubgraphClients({
    urls: config.SUBGRAPH_URLS,
    signer,
    connections: config.SUBGRAPH_CONNECTIONS,
    maxAnswerBytes: config.MAX_SUBGRAPH_ANSWER_BYTES,
    log: logger({ part: 'subgraphs' }),
  });
  const revocations = watchRevocations({
    redisUrl: config.REDIS_URL,
    prefix: config.REDIS_PREFIX,
    log: logger({ part: 'revocations' }),
  });
  const store = await createSupergraphStore({
    sdl: await readFile(config.SUPERGRAPH_FILE, 'utf8'),
    dataSource: (name, url) => clients.get(name, url),
    mostPlans: config.MAX_CACHED_OPERATIONS,
    log,
  });
  const apollo = await startApolloServer({ store, services: clients.all, log });

  const verifier = createAccessTokenVerifier({
    jwksUrl: config.USERS_JWKS_URL,
    issuer: config.ACCESS_TOKEN_ISSUER,
    audience: config.ACCESS_TOKEN_AUDIENCE,
    clockToleranceSeconds: config.CLOCK_TOLERANCE_SECONDS,
  });
  const authenticate = createAuthenticate(verifier, revocations);
  const sessions = createLiveSessions(revocations);
  const isAllowedOrigin = originPolicy(config.ALLOWED_ORIGINS, !production);

  const admit = createAdmission(store.current, {
    limits: {
      tokens: config.MAX_TOKENS,
      depth: config.MAX_DEPTH,
      aliases: config.MAX_ALIASES,
      rootFields: config.MAX_ROOT_FIELDS,
      directives: config.MAX_DIRECTIVES,
      selections: config.MAX_SELECTIONS,
    },
    introspection,
    suggestions: !production,
    mostCached: config.MAX_CACHED_OPERATIONS,
    socketQueries: config.SOCKET_QUERIES,
  });
  const executing = {
    apollo,
    deadlineMs: config.REQUEST_DEADLINE_MS,
    production,
    log: logger({ part: 'execution' }),
  };
  const execute = createExecute(executing);

  const upstreams = createUpstreams({ signer, urlOf: (name) => clients.get(name).url });
  const hub = createHub({
    ...executing,
    upstreams,
    admit,
    limits: { ring: config.RESUME_RING, waiting: config.MAX_WAITING_EVENTS },
  });
  store.onReplace(() => {
    hub
      .readmitAll()
      .catch((err: unknown) => log.error({ err }, 'subscriptions could not follow the supergraph'));
  });
  gauge('subscriptions_active', 'Subscriptions of clients', [], (metric) => metric.set(hub.counts().members));
  gauge('subscription_groups', 'Distinct subscriptions', [], (metric) => metric.set(hub.counts().groups));

  const streams = createStreams({
    hub,
    sessions,
    isAllowedOrigin,
    heartbeatMs: config.HEARTBEAT_MS,
    maxBufferBytes: config.MAX_CLIENT_BUFFER_BYTES,
  });
  const sockets = createSockets({
    authenticate,
    admit,
    execute,
    hub,
    sessions,
    isAllowedOrigin,
    trustedProxies: config.TRUSTED_PROXIES,
    maxSubscriptions: config.MAX_SUBSCRIPTIONS_PER_SOCKET,
    maxMessageBytes: config.MAX_SOCKET_MESSAGE_BYTES,
    maxBufferBytes: config.MAX_CLIENT_BUFFER_BYTES,
    heartbeatMs: config.HEARTBEAT_MS,
    initWithinMs: config.CONNECTION_INIT_MS,
  });

  const examplesFolder = config.EXPLORER_EXAMPLES ?? join(dirname(config.SUPERGRAPH_FILE), 'operations');
  const examples = () => readExamples(examplesFolder);
  const explorerPage = explorer
    ? createExplorer({ accounts: config.EXPLORER_ACCOUNTS, examples })
    : undefined;
  const watcher = watch
    ? await watchSchema({
        schemaDir: config.SCHEMA_DIR ?? dirname(config.SUPERGRAPH_FILE),
        supergraphFile: config.SUPERGRAPH_FILE,
        store,
        client: (name) => clients.get(name),
        urlOf: (name) => config.SUBGRAPH_URLS[name] ?? `http://${name}/graphql`,
        log: logger({ part: 'schema' }),
      })
    : undefined;

  let stopping = false;
  let stopped: Promise<void> | undefined;
  const healthPage = createHealthPages(() => {
    const subgraphs = Object.keys(clients.all()).map((name) => [
      name,
      clients.isReached(name) ? 'reached' : 'never reached',
    ]);
    return {
      ready: !stopping && Object.keys(clients.all()).every(clients.isReached),
      detail: {
        supergraph: store.current().id,
        subgraphs: Object.fromEntries(subgraphs),
        schemaProblems: watcher?.problems().length ?? 0,
        revocationAgeMs: revocations.age(),
        ...hub.counts(),
      },
    };
  });
  await revocations.firstRead();
  const server = await startPublicServer({
    host: config.HOST,
    port: config.PORT,
    endpoint: createEndpoint({
      authenticate,
      admit,
      execute,
      streams,
      isAllowedOrigin,
      trustedProxies: config.TRUSTED_PROXIES,
      maxBodyBytes: config.MAX_BODY_BYTES,
    }),
    upgrade: sockets.upgrade,
    page: async (path) => explorerPage?.(path) ?? healthPage(path),
    isAllowedOrigin,
    record: operationMetrics(operationNames(examples())),
  });
  log.info({ url: server.url, production }, 'gateway started');

  return {
    url: server.url,
    port: server.port,
    replaceSupergraph: store.replace,
    stop: () => (stopped ??= stop()),
  };

  async function stop(): Promise<void> {
    stopping = true;
    const spreadMs = Math.min(config.CLOSE_SPREAD_MS, config.SHUTDOWN_GRACE_MS / 2);
    await watcher?.stop();
    await Promise.all([
      sockets.stop(spreadMs),
      streams.stop(spreadMs),
      server.drain(config.SHUTDOWN_GRACE_MS / 2),
    ]);
    upstreams.close();
    await apollo.stop();
    await clients.stop();
    revocations.stop();
    await telemetry.shutdown();
  }
}

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createAccessTokenVerifier, createIdentitySigner } from '@nakku/identity';
import { gauge, initTelemetry, logger } from '@nakku/telemetry';
import { resilienceRules } from './config/resilience.ts';
import { admissionRules, openEntrance } from './entrance.ts';
import { createAdmission } from './admission/admit.ts';
import { startApolloServer } from './execution/apolloServer.ts';
import { createExecute } from './execution/execute.ts';
import { operationNames, readExamples } from './dev/examples.ts';
import { createExplorer } from './dev/explorer.ts';
import { resolved } from './config/gatewayConfig.ts';
import type { GatewayConfig } from './config/gatewayConfig.ts';
import { createEndpoint } from './transports/http/endpoint.ts';
import { createHealthPages } from './transports/http/health.ts';
import { operationMetrics } from './transports/http/operationMetrics.ts';
import { startPublicServer } from './transports/http/server.ts';
import { createAuthenticate } from './policy/security/authenticate.ts';
import { createLiveSessions } from './policy/security/liveSessions.ts';
import { originPolicy } from './policy/security/origins.ts';
import { noPolicies } from './policy/security/policies.ts';
import type { PolicyEvaluator } from './policy/security/policies.ts';
import { watchRevocations } from './policy/security/revocations.ts';
import { openSupergraph, reportingFor } from './supergraph/graphOs.ts';
import { createHub } from './subscriptions/hub.ts';
import { createSockets } from './transports/websocket/sockets.ts';
import { createStreams } from './transports/shared/streams.ts';
import { createUpstreams } from './subscriptions/upstreams.ts';
import { createSchemaNews } from './dev/schemaState.ts';
import { createSupergraphStore } from './supergraph/store.ts';
import { createSubgraphClients } from './subgraphs/clients.ts';
import { watchSchema } from './dev/watcher.ts';
import { createObserveUsage } from './usage/observeUsage.ts';
import { createUsageRecorder } from './usage/usageRecorder.ts';

export interface RunningGateway {
  readonly url: string;
  readonly port: number;
  /** Loads another supergraph; throws and keeps the last good one if it cannot be loaded. */
  replaceSupergraph(sdl: string): void;
  /** Not ready, clients told to come back, running requests finished, connections closed. A second call waits too. */
  stop(): Promise<void>;
}

/** What a program adds to a gateway that configuration cannot say. */
export interface GatewayExtensions {
  /** Decides what `@policy` asks for; without it every policy is refused. */
  readonly policies?: PolicyEvaluator;
}

/** Starts the gateway. Throws if the supergraph cannot be loaded or the port is taken. */
export async function startGateway(
  config: GatewayConfig,
  extensions: GatewayExtensions = {},
): Promise<RunningGateway> {
  const { production, supergraphFile, watch, explorer } = resolved(config);
  // Apollo's gateway would report to its makers.
  process.env.APOLLO_TELEMETRY_DISABLED ??= 'true';
  const telemetry = initTelemetry({
    service: 'gateway',
    logLevel: config.server.logLevel,
    otlpEndpoint: config.server.otlpEndpoint,
  });
  const log = logger({ part: 'gateway' });
  const signer = createIdentitySigner({ privateJwk: config.identity.privateJwk });
  const clients = createSubgraphClients({
    urls: config.supergraph.subgraphUrls,
    signer,
    connections: config.execution.connections,
    maxAnswerBytes: config.execution.maxAnswerBytes,
    resilience: resilienceRules(config.resilience),
    sharedEntities: {
      characters: config.subscriptions.sharedEntityCharacters,
      longestMs: config.subscriptions.sharedEntityMs,
    },
    log: logger({ part: 'subgraphs' }),
  });
  const revocations = watchRevocations({
    redisUrl: config.redis.url,
    prefix: config.redis.prefix,
    log: logger({ part: 'revocations' }),
  });
  const supergraph = await openSupergraph(config, () => readFile(supergraphFile, 'utf8'));
  const store = await createSupergraphStore({
    sdl: supergraph.sdl,
    dataSource: (name, url) => clients.get(name, url),
    mostPlans: config.operations.cached,
    log,
  });
  supergraph.follow(store.replace);
  const apollo = await startApolloServer({
    store,
    services: clients.all,
    reporting: reportingFor(config),
    log,
  });

  const verifier = createAccessTokenVerifier({
    jwksUrl: config.identity.usersJwksUrl,
    issuer: config.identity.accessTokenIssuer,
    audience: config.identity.accessTokenAudience,
    clockToleranceSeconds: config.identity.clockToleranceSeconds,
  });
  const authenticate = createAuthenticate(verifier, revocations);
  const sessions = createLiveSessions(revocations);
  const isAllowedOrigin = originPolicy(config.browsers.allowedOrigins, !production);

  const evaluator = extensions.policies ?? noPolicies;
  const admit = createAdmission(store.current, admissionRules(config, evaluator));
  const entrance = await openEntrance(config, admit);
  const { enter } = entrance;
  const executing = {
    apollo,
    deadlineMs: config.execution.deadlineMs,
    production,
    mostErrors: config.operations.maxErrors,
    log: logger({ part: 'execution' }),
  };
  const execute = createExecute(executing);

  const upstreams = createUpstreams({
    signer,
    urlOf: (name) => clients.get(name).url,
    mostSockets: config.subscriptions.upstreamSockets,
    maxMessageBytes: config.execution.maxAnswerBytes,
    log: logger({ part: 'subscriptions' }),
  });
  const hub = createHub({
    ...executing,
    upstreams,
    admit,
    limits: {
      ring: config.subscriptions.resumeRing,
      ringCharacters: config.subscriptions.resumeRingCharacters,
      waiting: config.subscriptions.maxWaitingEvents,
      patienceMs: config.subscriptions.ownerPatienceMs,
      freshMs: config.subscriptions.stateFreshMs,
    },
  });
  store.onReplace(() => void hub.readmitAll());
  evaluator.onChange?.(() => void hub.readmitAll());
  gauge('subscriptions_active', 'Subscriptions of clients', [], (metric) => metric.set(hub.counts().members));
  gauge('subscription_groups', 'Distinct subscriptions', [], (metric) => metric.set(hub.counts().groups));

  const usageLog = logger({ part: 'usage' });
  const recorder = config.fieldUsage.enabled
    ? createUsageRecorder({
        redisUrl: config.redis.url,
        prefix: config.redis.prefix,
        days: config.fieldUsage.days,
        mostEntries: config.fieldUsage.maxEntries,
        flushMs: config.fieldUsage.flushMs,
        log: usageLog,
      })
    : undefined;
  const observe = createObserveUsage({ recorder, log: usageLog });

  const streams = createStreams({
    hub,
    sessions,
    isAllowedOrigin,
    heartbeatMs: config.subscriptions.heartbeatMs,
    maxBufferBytes: config.subscriptions.maxBufferBytes,
  });
  const sockets = createSockets({
    authenticate,
    enter,
    execute,
    hub,
    observe,
    sessions,
    isAllowedOrigin,
    trustedProxies: config.server.trustedProxies,
    maxSubscriptions: config.subscriptions.maxPerSocket,
    maxMessageBytes: config.subscriptions.maxMessageBytes,
    maxBufferBytes: config.subscriptions.maxBufferBytes,
    heartbeatMs: config.subscriptions.heartbeatMs,
    initWithinMs: config.subscriptions.initWithinMs,
  });

  const examplesFolder = config.browsers.explorerExamples ?? join(dirname(supergraphFile), 'operations');
  const examples = () => readExamples(examplesFolder);
  const news = createSchemaNews(store.current().id);
  store.onReplace(({ id }) => news.set({ supergraph: id }));
  const explorerPage = explorer
    ? createExplorer({ accounts: config.browsers.explorerAccounts, examples, news })
    : undefined;
  const watcher = watch
    ? await watchSchema({
        schemaDir: config.supergraph.schemaDir ?? dirname(supergraphFile),
        supergraphFile,
        store,
        news,
        client: (name) => clients.get(name),
        urlOf: (name) => config.supergraph.subgraphUrls[name] ?? `http://${name}/graphql`,
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
    const circuits = Object.entries(clients.all()).map(([name, { circuit }]) => [name, circuit]);
    return {
      ready: !stopping && Object.keys(clients.all()).every(clients.isReached),
      detail: {
        supergraph: store.current().id,
        subgraphs: Object.fromEntries(subgraphs),
        circuits: Object.fromEntries(circuits),
        schemaProblems: watcher?.problems().length ?? 0,
        revocationAgeMs: revocations.age(),
        ...hub.counts(),
      },
    };
  });
  await revocations.firstRead();
  const server = await startPublicServer({
    host: config.server.host,
    port: config.server.port,
    endpoint: createEndpoint({
      authenticate,
      enter,
      execute,
      streams,
      observe,
      isAllowedOrigin,
      trustedProxies: config.server.trustedProxies,
      maxBodyBytes: config.operations.maxBodyBytes,
    }),
    upgrade: sockets.upgrade,
    connections: config.server,
    page: async (path) => (await explorerPage?.(path)) ?? healthPage(path),
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
    const spreadMs = Math.min(config.subscriptions.closeSpreadMs, config.server.shutdownGraceMs / 2);
    await watcher?.stop();
    await supergraph.stop();
    news.close();
    await Promise.all([
      sockets.stop(spreadMs),
      streams.stop(spreadMs),
      server.drain(config.server.shutdownGraceMs / 2),
    ]);
    upstreams.close();
    await recorder?.stop();
    await apollo.stop();
    await clients.stop();
    revocations.stop();
    entrance.stop();
    await telemetry.shutdown();
  }
}

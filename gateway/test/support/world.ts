import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCESS_TOKEN_TYPE, generateSigningKey, REVOCATIONS_PATH } from '@nakku/identity';
import type { Role } from '@nakku/identity';
import { dropRedisKeys, eventually, postGraphql, redisPrefix, servers, testIdentity } from '@nakku/testkit';
import { parse } from 'graphql';
import { importJWK, SignJWT } from 'jose';
import { loadGatewayConfig, startGateway } from '../../src/index.ts';
import type { GatewayExtensions, RunningGateway } from '../../src/index.ts';
import { composeSupergraph } from '../../src/supergraph/compose.ts';
import { startStub } from './stubSubgraph.ts';
import type { StubSubgraph } from './stubSubgraph.ts';
import { TripLog, tripResolvers, tripSchemas } from './trips.ts';
import type { TripSubgraph } from './trips.ts';

export interface TokenOptions {
  sub?: string;
  sid?: string;
  rv?: number;
  roles?: Role[];
  scope?: string;
  stores?: string[];
  seconds?: number;
}

/** The subgraphs of a world. */
export interface Parts<Name extends string> {
  readonly schemas: Readonly<Record<Name, string>>;
  readonly resolvers: Readonly<Record<Name, Record<string, unknown>>>;
  readonly extensions?: GatewayExtensions;
}

export interface WorldOf<Name extends string> {
  /** Of the gateway. */
  readonly url: string;
  readonly gateway: RunningGateway;
  readonly stubs: Record<Name, StubSubgraph>;
  readonly redisPrefix: string;
  readonly supergraph: string;
  readonly env: Record<string, string>;
  /** Of the key that signs its tokens. */
  readonly keyId: string;
  /** What users says is revoked, past Redis; empty: it does not respond. */
  readonly revoked: [member: string, endsAt: number][];
  /** How often its keys were fetched. */
  keyFetches(): number;
  token(o?: TokenOptions): Promise<string>;
  /** POST /graphql. */
  execute(
    query: string,
    o?: ExecuteOptions,
  ): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }>;
  /** Stops a subgraph and starts it again on its port. */
  restart(name: Name, between?: () => Promise<void> | void): Promise<void>;
  /** Stops the gateway and starts it again on its port. */
  restartGateway(between?: () => Promise<void> | void): Promise<void>;
  /** One more gateway over the same subgraphs, with other variables; closed with the world. */
  anotherGateway(env?: Record<string, string>): Promise<RunningGateway>;
  stopSubgraph(name: Name): Promise<void>;
  startSubgraph(name: Name): Promise<void>;
  close(): Promise<void>;
}

export interface World extends WorldOf<TripSubgraph> {
  readonly log: TripLog;
}

export interface ExecuteOptions {
  variables?: Record<string, unknown>;
  token?: string;
  headers?: Record<string, string>;
  operationName?: string;
}

export function composed(
  urls: Partial<Record<TripSubgraph, string>> = {},
  schemas: Record<string, string> = tripSchemas,
) {
  const composition = composeSupergraph(
    Object.entries(schemas).map(([name, sdl]) => ({
      name,
      url: Object.entries(urls).find(([key]) => key === name)?.[1] ?? `http://${name}/graphql`,
      typeDefs: parse(sdl),
    })),
  );
  if (!composition.ok) throw new Error(JSON.stringify(composition.problems));
  return composition.sdl;
}

/** A gateway over the subgraphs of the trips. */
export async function startWorld(env: Record<string, string> = {}): Promise<World> {
  const log = new TripLog();
  const parts = { schemas: tripSchemas, resolvers: tripResolvers(log) };
  return Object.assign(await startWorldOf(parts, env), { log });
}

/** A gateway over real stub subgraphs, real Redis and a JWKS endpoint. */
export async function startWorldOf<Name extends string>(
  parts: Parts<Name>,
  env: Record<string, string> = {},
): Promise<WorldOf<Name>> {
  const identity = testIdentity();
  const prefix = redisPrefix();
  const stub = (name: Name, port?: number) =>
    startStub({
      name,
      sdl: parts.schemas[name],
      resolvers: parts.resolvers[name],
      publicJwks: identity.publicJwks,
      ...(port === undefined ? {} : { port }),
    });
  const stubs = await startAll(parts.schemas, stub);
  const tokenKey = await generateSigningKey();
  let keyFetches = 0;
  const revoked: [member: string, endsAt: number][] = [];
  const jwks = createServer((request, response) => {
    if (request.url === REVOCATIONS_PATH) {
      response.writeHead(revoked.length > 0 ? 200 : 503).end(JSON.stringify({ revoked }));
      return;
    }
    keyFetches += 1;
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ keys: [tokenKey.publicJwk] }));
  });
  await new Promise<void>((resolve) => jwks.listen(0, '127.0.0.1', resolve));
  const jwksAddress = Object(jwks.address());
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  const supergraphFile = join(folder, 'supergraph.graphql');
  const urls = Object.fromEntries(all(stubs).map(({ name, url }) => [name, url]));
  const supergraph = composed({}, parts.schemas);
  await writeFile(supergraphFile, supergraph);
  const environment = {
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    SUPERGRAPH_FILE: supergraphFile,
    SUBGRAPH_URLS: JSON.stringify(urls),
    REDIS_URL: servers().redisUrl,
    REDIS_PREFIX: prefix,
    USERS_JWKS_URL: `http://127.0.0.1:${jwksAddress.port}/`,
    IDENTITY_PRIVATE_JWK: JSON.stringify(identity.privateJwk),
    CLOSE_SPREAD_MS: '50',
    // Responses are compared whole; their cost has tests of its own.
    SHOW_COST: 'false',
    // All clients of a test come from one address, at once.
    PACE_PER_USER_PER_SECOND: '100000',
    PACE_PER_ADDRESS_PER_SECOND: '100000',
    PARALLEL_OPERATIONS_PER_USER: '100000',
    PARALLEL_OPERATIONS_PER_ADDRESS: '100000',
    REFUSALS_PER_ADDRESS_PER_SECOND: '100000',
    SUBSCRIPTION_STARTS_PER_ADDRESS_PER_SECOND: '100000',
    ...env,
  };
  const start = async (more: Record<string, string> = {}) => {
    const started = await startGateway(loadGatewayConfig({ ...environment, ...more }), parts.extensions);
    await eventually(async () => expect((await fetch(`${started.url}/ready`)).status).toBe(200));
    return started;
  };
  let gateway = await start();
  const others: RunningGateway[] = [];

  return {
    get url() {
      return gateway.url;
    },
    get gateway() {
      return gateway;
    },
    stubs,
    redisPrefix: prefix,
    supergraph,
    env: environment,
    keyId: tokenKey.privateJwk.kid,
    revoked,
    keyFetches: () => keyFetches,
    async token({
      sub = 'u1',
      sid = 's1',
      rv = 1,
      roles = ['customer'],
      scope = 'orders:read',
      stores = [],
      seconds = 600,
    } = {}) {
      const now = Math.floor(Date.now() / 1_000);
      return new SignJWT({ sid, rv, roles, scope, stores })
        .setProtectedHeader({ alg: 'EdDSA', typ: ACCESS_TOKEN_TYPE, kid: tokenKey.privateJwk.kid })
        .setSubject(sub)
        .setIssuer('nakku')
        .setAudience('nakku-api')
        .setIssuedAt(now)
        .setExpirationTime(now + seconds)
        .sign(await importJWK(tokenKey.privateJwk, 'EdDSA'));
    },
    async execute(query, { variables, token, headers = {}, operationName } = {}) {
      const request = { query, variables, operationName, token, headers };
      const response = await postGraphql(gateway.url, request);
      return { status: response.status, headers: response.headers, body: Object(await response.json()) };
    },
    async restart(name, between) {
      const { port } = stubs[name];
      await stubs[name].stop();
      await between?.();
      stubs[name] = await stub(name, port);
    },
    async restartGateway(between) {
      await gateway.stop();
      await between?.();
      gateway = await start({ PORT: String(gateway.port) });
    },
    async anotherGateway(more) {
      const other = await start(more);
      others.push(other);
      return other;
    },
    stopSubgraph: (name) => stubs[name].stop(),
    async startSubgraph(name) {
      stubs[name] = await stub(name, stubs[name].port);
    },
    async close() {
      await Promise.all([gateway, ...others].map((one) => one.stop()));
      await Promise.all(all(stubs).map((one) => one.stop().catch(() => undefined)));
      jwks.closeAllConnections();
      await new Promise((resolve) => jwks.close(resolve));
      await rm(folder, { recursive: true });
      await dropRedisKeys(prefix);
    },
  };
}

async function startAll<Name extends string>(
  schemas: Readonly<Record<Name, string>>,
  start: (name: Name) => Promise<StubSubgraph>,
): Promise<Record<Name, StubSubgraph>> {
  const stubs: Record<Name, StubSubgraph> = Object({});
  for (const name in schemas) stubs[name] = await start(name);
  return stubs;
}

function all(stubs: Readonly<Record<string, StubSubgraph>>): StubSubgraph[] {
  return Object.values(stubs);
}

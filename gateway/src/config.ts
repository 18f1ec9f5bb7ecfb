import path from 'node:path';
import { privateJwkSchema } from '@nakku/identity';
import { flag, integer, json, list, loadConfig, port, url } from '@nakku/service';
import { z } from 'zod';

/** The checkout: `src` and `dist` lie at the same depth. */
const root = path.resolve(import.meta.dirname, '../..');

const atLeastOne = (fallback: number) => integer(1, Number.MAX_SAFE_INTEGER).default(fallback);

/** A demo account that the explorer offers to sign in with. */
const explorerAccount = z.object({ label: z.string(), email: z.string(), password: z.string() });

/** The gateway's environment. Times in ms, sizes in bytes. */
export const gatewayEnv = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4000),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** OTLP/HTTP collector for traces. */
  OTLP_ENDPOINT: url('http', 'https').optional(),
  SHUTDOWN_GRACE_MS: atLeastOne(10_000),

  SUPERGRAPH_FILE: z.string().default(path.join(root, 'schema/supergraph.graphql')),
  /** Watched and recomposed in development; unset: the supergraph's own folder. */
  SCHEMA_DIR: z.string().optional(),
  /** Overrides the routing urls in the supergraph: `{"products":"http://127.0.0.1:4002/graphql"}`. */
  SUBGRAPH_URLS: json(z.record(z.string(), url('http', 'https'))).default({}),
  /** Recompose when a file of the schema changes; default in development. */
  WATCH_SCHEMA: flag.optional(),

  REDIS_URL: url('redis', 'rediss'),
  /** Put before the names of the revocation set and channel, so that several systems may share a Redis. */
  REDIS_PREFIX: z.string().default(''),
  USERS_JWKS_URL: url('http', 'https'),
  ACCESS_TOKEN_ISSUER: z.string().default('nakku'),
  ACCESS_TOKEN_AUDIENCE: z.string().default('nakku-api'),
  CLOCK_TOLERANCE_SECONDS: integer(0, 60).default(5),
  IDENTITY_PRIVATE_JWK: json(privateJwkSchema),
  /** Origins of browsers that may call, separated by commas. In development localhost may on any port. */
  ALLOWED_ORIGINS: list.default([]),
  /** How many reverse proxies stand in front, each adding one address to X-Forwarded-For. */
  TRUSTED_PROXIES: integer(0, 8).default(0),

  /** GraphiQL on `/`; default outside of production. */
  EXPLORER: flag.optional(),
  EXPLORER_ACCOUNTS: json(z.array(explorerAccount)).default([]),
  /** Folder of `*.graphql` operations that the explorer opens as tabs; unset: `operations` beside the supergraph. */
  EXPLORER_EXAMPLES: z.string().optional(),
  /** Default outside of production. */
  INTROSPECTION: flag.optional(),

  MAX_BODY_BYTES: atLeastOne(256 * 1024),
  MAX_TOKENS: atLeastOne(5_000),
  MAX_DEPTH: atLeastOne(16),
  MAX_ALIASES: atLeastOne(30),
  MAX_ROOT_FIELDS: atLeastOne(20),
  MAX_DIRECTIVES: atLeastOne(50),
  /** Fields of an operation with every fragment spread out. */
  MAX_SELECTIONS: atLeastOne(2_000),
  MAX_CACHED_OPERATIONS: atLeastOne(1_000),
  REQUEST_DEADLINE_MS: atLeastOne(15_000),
  SUBGRAPH_CONNECTIONS: atLeastOne(32),
  MAX_SUBGRAPH_ANSWER_BYTES: atLeastOne(16 * 1024 * 1024),

  MAX_SUBSCRIPTIONS_PER_SOCKET: atLeastOne(64),
  MAX_SOCKET_MESSAGE_BYTES: atLeastOne(64 * 1024),
  /** What may wait in one client's socket before it counts as a slow consumer. */
  MAX_CLIENT_BUFFER_BYTES: atLeastOne(1024 * 1024),
  /** Events of a group that may wait for their other subgraphs' parts. */
  MAX_WAITING_EVENTS: atLeastOne(256),
  /** Payloads that a group of subscribers keeps for those who resume. */
  RESUME_RING: atLeastOne(64),
  HEARTBEAT_MS: atLeastOne(12_000),
  CONNECTION_INIT_MS: atLeastOne(10_000),
  /** Over how long a stopping gateway spreads the reconnects of its clients. */
  CLOSE_SPREAD_MS: integer(0, 60_000).default(2_000),
  /** Queries and mutations over the WebSocket as well; the default is subscriptions only. */
  SOCKET_QUERIES: flag.default(false),
});

export type GatewayConfig = z.output<typeof gatewayEnv>;

/** Reads the gateway's configuration. Throws ConfigError, which lists every problem. */
export function loadGatewayConfig(env?: Readonly<Record<string, string | undefined>>): GatewayConfig {
  return loadConfig(gatewayEnv, env);
}

/** Whether the watcher, the explorer and introspection are on: as told, else by NODE_ENV. */
export function switches(config: GatewayConfig) {
  const production = config.NODE_ENV === 'production';
  return {
    production,
    watch: config.WATCH_SCHEMA ?? config.NODE_ENV === 'development',
    explorer: config.EXPLORER ?? !production,
    introspection: config.INTROSPECTION ?? !production,
  };
}

import type { Jwks } from '@nakku/identity';
import { servers } from './servers.ts';

export interface TestConfigOptions {
  readonly databaseUrl: string;
  readonly publicJwks: Jwks;
  /** Default: none, which shares topics with everybody; use `topicPrefix()`. */
  readonly topicPrefix?: string;
  readonly redisPrefix?: string;
  /** More variables, or others. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment of a subgraph that is started in a test: `startOrders(loadConfig(ordersEnv, subgraphTestConfig(…)))`. */
export function subgraphTestConfig(name: string, o: TestConfigOptions): Record<string, string> {
  const { kafkaBrokers, redisUrl } = servers();
  return {
    NODE_ENV: 'test',
    SERVICE: name,
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: o.databaseUrl,
    DATABASE_POOL_SIZE: '5',
    KAFKA_BROKERS: kafkaBrokers,
    KAFKA_TOPIC_PREFIX: o.topicPrefix ?? '',
    REDIS_URL: redisUrl,
    REDIS_PREFIX: o.redisPrefix ?? '',
    IDENTITY_PUBLIC_JWKS: JSON.stringify(o.publicJwks),
    DURATIONS_PROFILE: 'test',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
    SHUTDOWN_GRACE_MS: '8000',
    ...o.env,
  };
}

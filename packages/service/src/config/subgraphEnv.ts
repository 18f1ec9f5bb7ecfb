import { jwksSchema } from '@nakku/identity';
import { parseEventFaults } from '@nakku/messaging';
import { parseFailpoints } from '@nakku/platform';
import { z } from 'zod';
import { durationsProfileSchema } from './durations.ts';
import { flag, hostPorts, integer, json, port, url } from './values.ts';

/** A text that `parse` reads, or refuses by throwing; a missing variable is the empty text. */
const parsed = <T>(parse: (text: string) => T) =>
  z
    .string()
    .default('')
    .transform((text, check) => {
      try {
        return parse(text);
      } catch (error) {
        check.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
        return z.NEVER;
      }
    });

/** What every subgraph reads from its environment. Spread it into a schema: `z.object({ ...subgraphEnv, … })`. */
export const subgraphEnv = {
  HOST: z.string().default('127.0.0.1'),
  PORT: port,
  /** Where `/metrics` and `/health` are served, for operators alone; port 0: the system chooses. */
  INTERNAL_HOST: z.string().default('127.0.0.1'),
  INTERNAL_PORT: port.default(0),
  /** The database of this service; it is created if it is missing. */
  DATABASE_URL: url('postgresql', 'postgres'),
  /** False: a job of its own migrates (`--migrate-only`), and the service refuses to start on a database that is behind. */
  MIGRATE_ON_START: flag.default(true),
  DATABASE_POOL_SIZE: integer(1, 200).default(10),
  /** Connections of subscriptions, apart from those of requests: however much is watched, it cannot starve them. */
  DATABASE_LIVE_POOL_SIZE: integer(1, 200).default(3),
  KAFKA_BROKERS: hostPorts,
  /** Before each topic and consumer group, so that several systems can share a broker. */
  KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[\w.-]*$/)
    .default(''),
  /** Silence after which the broker gives the partitions of a dead member to others, within the broker's bounds. */
  KAFKA_SESSION_TIMEOUT_MS: integer(1_000, 300_000).default(6_000),
  REDIS_URL: url('redis', 'rediss'),
  /** Before each key and channel, for the same reason. */
  REDIS_PREFIX: z.string().default(''),
  /** Public keys of the gateway, which signs who is calling. */
  IDENTITY_PUBLIC_JWKS: json(jwksSchema),
  DURATIONS_PROFILE: durationsProfileSchema.default('production'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** OTLP/HTTP collector for traces, such as http://127.0.0.1:4318. */
  OTLP_ENDPOINT: url('http', 'https').optional(),
  /** Time from SIGTERM until the process ends, whatever is still open. */
  SHUTDOWN_GRACE_MS: integer(100, 600_000).default(10_000),
  /**
   * Only for tests: deliveries of events are duplicated, reordered, delayed, failed, with these probabilities:
   * `seed=1,duplicate=0.2,reorder=0.2,delay=0.1,fail=0.1`; empty: none.
   */
  EVENT_FAULTS: parsed(parseEventFaults),
  /** Only for tests: what happens at named steps: `relay.published=kill,provider.responded=hang`; empty: nothing. */
  FAILPOINTS: parsed(parseFailpoints),
  /** A folder: each failpoint strikes once per folder, across restarts. Default: whenever it is reached. */
  FAILPOINTS_SPENT: z.string().optional(),
  BODY_LIMIT_BYTES: integer(1_024, 16_777_216).default(1_048_576),
};

export type SubgraphConfig = z.output<z.ZodObject<typeof subgraphEnv>>;

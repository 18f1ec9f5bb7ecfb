import type { PollInterval } from '@nakku/graphql-kit';
import type { ConsumerHandlers, DeadLetters } from '@nakku/messaging';
import type { Database, DeadlineHandlers, LiveSignals, Platform, SqlExecutor } from '@nakku/platform';
import type { Logger } from '@nakku/telemetry';
import type { Redis } from 'ioredis';
import type pg from 'pg';
import type { SubgraphConfig } from './config/subgraphEnv.ts';
import type { BaseContext } from './graphql/context.ts';
import type { MeasuredFields } from './graphql/measure.ts';
import type { HttpRoute } from './http/route.ts';
import type { Job } from './jobs.ts';

/** What a Prisma client hands to the callback of an interactive transaction. */
export type TransactionClient<Db> =
  Db extends Database<infer Tx> ? (Tx extends SqlExecutor ? Tx : never) : never;

/** What we need of a generated Prisma client. */
export type SubgraphDatabase<Db> = Database<TransactionClient<Db>> &
  SqlExecutor & { $disconnect(): Promise<void> };

/** What a subgraph is built with. */
export interface ServiceKit<Db, Config extends SubgraphConfig = SubgraphConfig> {
  readonly name: string;
  readonly config: Config;
  readonly deps: SubgraphDeps<Db>;
  /** Prisma client over `pool`. */
  readonly db: Db;
  readonly pool: pg.Pool;
  /** Another client over a few connections of its own: what subscriptions read by. */
  readonly liveDb: Db;
  /** Fails fast while Redis is away; keys get REDIS_PREFIX by themselves, channels do not. */
  readonly redis: Redis;
  readonly platform: Platform<TransactionClient<Db>>;
  readonly live: LiveSignals;
  readonly deadLetters: DeadLetters;
  /** How often a live subscription looks at the database without a hint. */
  readonly poll: PollInterval;
  readonly log: Logger;
}

/** What use cases and resolvers of every subgraph work with, for the life of the process; its own `Deps` extend it. */
export interface SubgraphDeps<Db> {
  readonly db: Db;
  readonly platform: Platform<TransactionClient<Db>>;
  readonly live: LiveSignals;
  readonly poll: PollInterval;
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
}

/** What a subgraph consists of. */
export interface SubgraphParts<Db> {
  /** By type and field; the shared scalars are added. */
  readonly resolvers: object;
  /** Fields whose work is counted: success, failure and duration. */
  readonly measured?: MeasuredFields;
  /** Events that it follows; none: no consumer group. */
  readonly consumer?: ConsumerHandlers<TransactionClient<Db>>;
  readonly deadlines?: DeadlineHandlers<TransactionClient<Db>>;
  readonly jobs?: readonly Job[];
  /** Beside /graphql and the probes, on the same port. */
  readonly routes?: readonly HttpRoute[];
  /**
   * The subgraph's own part of the GraphQL context, made anew for each request and each subscription event. With
   * `base.isLive` it reads by `liveDb`.
   */
  context?(base: BaseContext): object;
  /** After HTTP is drained and sockets are closed, before the consumer stops. */
  onStop?(): Promise<void> | void;
}

export interface RunningService {
  readonly url: string;
  readonly port: number;
  /** Where `/metrics` and `/health` are. */
  readonly internalUrl: string;
  /** Stops gracefully within SHUTDOWN_GRACE_MS; a second call waits for the first. */
  stop(): Promise<void>;
}

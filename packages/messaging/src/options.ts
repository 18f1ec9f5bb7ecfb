import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { platformTuning } from '@nakku/platform';
import type { Database, PlatformTuning, SqlExecutor } from '@nakku/platform';
import type { EventFaults } from './consumer/faults.ts';

export interface KafkaOptions {
  readonly brokers: readonly string[];
  /** Put before each topic and group name; '' in production, unique per test. */
  readonly topicPrefix: string;
  /** Default: the service's name. */
  readonly clientId?: string;
  /** Creates missing topics at start. Default true. */
  readonly createTopics?: boolean;
  /** Of created topics. Default 1. */
  readonly replicationFactor?: number;
}

/** All limits and times of a service's platform; times in milliseconds. */
export interface Tuning extends PlatformTuning {
  /** Rows per pass of the relay, over all its lanes. */
  readonly relayBatch: number;
  /** How long the relay collects after being woken: many single sends are slow. */
  readonly relayCollectMs: number;
  /** How soon published rows are marked if no further one comes, with which they would be. A crash until then repeats them. */
  readonly relayMarkMs: number;
  /** How often the relay looks for what nobody told it of: commits of a process that died or could not say so. */
  readonly relayPollMs: number;
  /** Events applied at the same time, over all partitions. Keep it below the size of the database pool. */
  readonly consumerConcurrency: number;
  /** Tries of one event before it becomes a dead letter. */
  readonly poisonTries: number;
  /** Tries of one event that keeps losing to others (deadlock, serialisation, lock time-out). */
  readonly contentionTries: number;
  readonly retryFirstMs: number;
  readonly retryMaxMs: number;
  /** How long the broker may hold a fetch open; also about how long a stop can take. */
  readonly fetchWaitMs: number;
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs: number;
  readonly commitEveryMs: number;
  /** How often the lag of the consumer group is measured. */
  readonly lagEveryMs: number;
  /** Without a response of the broker for this long the consumer is made anew. */
  readonly pollLateMs: number;
  /** Parked events over all keys; beyond it the partition waits. */
  readonly maxParked: number;
  /** How long a stop waits for the last events to be published. */
  readonly flushMs: number;
}

export const defaultTuning: Tuning = {
  ...platformTuning,
  relayBatch: 500,
  relayCollectMs: 2,
  relayMarkMs: 100,
  relayPollMs: 2_000,
  consumerConcurrency: 8,
  poisonTries: 5,
  contentionTries: 40,
  retryFirstMs: 50,
  retryMaxMs: 2_000,
  fetchWaitMs: 500,
  sessionTimeoutMs: 6_000,
  heartbeatMs: 1_000,
  commitEveryMs: 1_000,
  lagEveryMs: 10_000,
  pollLateMs: 30_000,
  maxParked: 50_000,
  flushMs: 3_000,
};

export interface PlatformOptions<Tx extends SqlExecutor> {
  /** Name of the service: consumer group, dead-letter topic, `ce_source`. */
  readonly service: string;
  /** Prisma client of the service. */
  readonly db: Database<Tx>;
  /** The same database: the relay holds a connection of its own. */
  readonly databaseUrl: string;
  /** For the platform's own statements. Default: a pool of 3 connections. */
  readonly pool?: Pool;
  readonly kafka: KafkaOptions;
  /** Without it live hints stay inside this process. */
  readonly redis?: Redis;
  /** Put before each live channel. Default: the topic prefix. */
  readonly channelPrefix?: string;
  readonly tuning?: Partial<Tuning>;
  /** Only for tests: messages are duplicated, reordered, delayed, failed. */
  readonly faults?: EventFaults;
}

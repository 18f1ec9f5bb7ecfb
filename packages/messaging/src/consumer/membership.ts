import { waitUpTo } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { Tuning } from '../options.ts';
import type { BatchWorker } from './batch.ts';
import { messageOf } from './message.ts';
import { UncommittedOffsets } from './offsets.ts';
import { WorkStopped } from './retry.ts';

export interface MembershipParts {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topicPrefix: string;
  /** Without prefix. */
  readonly topics: readonly string[];
  readonly tuning: Tuning;
  readonly batches: BatchWorker;
  /** The broker has responded. */
  readonly onHeartbeat: () => void;
  /** A batch of a partition is done, and so many messages of it are left. */
  readonly consumed?: (partition: number, left: number) => void;
}

/** One membership in the group, from joining to leaving or crashing. */
export interface Membership {
  /** Resolves when kafkajs has given up. */
  readonly ended: Promise<Error | undefined>;
  /** Lets running work finish its current events, commits and leaves the group. */
  leave(): Promise<void>;
}

/** How long leaving may take when the broker does not respond. */
const leaveMs = 5_000;

/**
 * Joins the group and starts working.
 * @throws when the broker cannot be reached or a topic is missing.
 */
export async function join(o: MembershipParts): Promise<Membership> {
  const { tuning } = o;
  const consumer = o.kafka.consumer({
    groupId: o.groupId,
    allowAutoTopicCreation: false,
    sessionTimeout: tuning.sessionTimeoutMs,
    heartbeatInterval: tuning.heartbeatMs,
    rebalanceTimeout: tuning.sessionTimeoutMs,
    maxWaitTimeInMs: tuning.fetchWaitMs,
    // The supervisor restarts: kafkajs itself does so for some errors only.
    retry: { initialRetryTime: 20, retries: 5, restartOnFailure: () => Promise.resolve(false) },
  });
  const offsets = new UncommittedOffsets();
  const stop = new AbortController();
  const working = new Set<Promise<void>>();
  const ended = endOf(consumer);
  for (const event of [
    consumer.events.FETCH,
    consumer.events.HEARTBEAT,
    consumer.events.GROUP_JOIN,
  ] as const) {
    consumer.on(event, o.onHeartbeat);
  }

  const commit = async (): Promise<void> => {
    const done = offsets.take();
    if (done.length === 0) return;
    try {
      await o.batches.flush(AbortSignal.timeout(leaveMs));
    } catch (error) {
      logger().debug({ err: error }, 'offsets are not committed yet: what was passed could not be written');
      return;
    }
    await consumer.commitOffsets(done).catch((error: unknown) => {
      logger().debug({ err: error }, 'offsets were not committed, their events will be read again');
    });
  };
  const timer = setInterval(() => void commit(), tuning.commitEveryMs);

  const close = async (): Promise<void> => {
    clearInterval(timer);
    const disconnected = consumer.disconnect().catch((error: unknown) => {
      logger().debug({ err: error }, 'the consumer did not leave cleanly');
    });
    await waitUpTo(leaveMs, disconnected);
  };

  try {
    await consumer.connect();
    await consumer.subscribe({ topics: o.topics.map((topic) => o.topicPrefix + topic), fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: tuning.consumerConcurrency,
      eachBatch: async (payload) => {
        const work = workOn(o, payload, offsets, stop.signal);
        working.add(work);
        await work.finally(() => working.delete(work));
      },
    });
  } catch (error) {
    await close();
    throw error;
  }

  return {
    ended,
    async leave() {
      stop.abort();
      await Promise.allSettled([...working]);
      await commit();
      await close();
    },
  };
}

async function workOn(
  o: MembershipParts,
  { batch, heartbeat, resolveOffset }: EachBatchPayload,
  offsets: UncommittedOffsets,
  stopping: AbortSignal,
): Promise<void> {
  if (stopping.aborted) return;
  const lost = new AbortController();
  const beat = setInterval(() => {
    heartbeat().catch((error: unknown) => lost.abort(error));
  }, o.tuning.heartbeatMs);
  const topic = batch.topic.slice(o.topicPrefix.length);
  try {
    const messages = batch.messages.flatMap((message) => messageOf(topic, batch.partition, message) ?? []);
    await o.batches.work(topic, messages, AbortSignal.any([stopping, lost.signal]));
  } catch (error) {
    // Not resolved, so it is delivered again, here or to the next owner of the partition.
    if (error instanceof WorkStopped) return;
    throw error;
  } finally {
    clearInterval(beat);
  }
  const last = batch.lastOffset();
  resolveOffset(last);
  offsets.done(batch.topic, batch.partition, last);
  o.consumed?.(batch.partition, Math.max(0, Number(BigInt(batch.highWatermark) - 1n - BigInt(last))));
}

function endOf(consumer: Consumer): Promise<Error | undefined> {
  return new Promise((resolve) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error));
    consumer.on(consumer.events.STOP, () => resolve(undefined));
    consumer.on(consumer.events.DISCONNECT, () => resolve(undefined));
  });
}

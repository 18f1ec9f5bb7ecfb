import { contracts, isEventType } from '@nakku/contracts';
import { kafkaClient } from '@nakku/kafka';
import {
  deadlineMetrics,
  createHousekeeping,
  createLiveSignals,
  createScheduler,
  createTransactions,
  idempotent,
  periodically,
  survivesBrokenConnections,
  waitingWork,
} from '@nakku/platform';
import type { Committed, Periodic, SqlExecutor } from '@nakku/platform';
import pg from 'pg';
import { createBatchWorker } from './consumer/batch.ts';
import { superviseConsumer } from './consumer/consumer.ts';
import type { SupervisedConsumer } from './consumer/consumer.ts';
import { measureLag } from './consumer/lag.ts';
import { injectFaults } from './consumer/faults.ts';
import { StepExecutor } from './consumer/executor.ts';
import { keysToDrain } from './consumer/positions.ts';
import { createDeadLetters } from './deadLetters/redrive.ts';
import { redriveOnRequest } from './deadLetters/request.ts';
import { ensureTopics } from './kafka/topics.ts';
import { messagingMetrics } from './metrics.ts';
import { defaultTuning } from './options.ts';
import type { PlatformOptions } from './options.ts';
import { createPublisher } from './outbox/publisher.ts';
import { createRelay } from './outbox/relay.ts';
import { deliverTopic } from './reprocessing/deliverTopic.ts';
import { createReprocessor } from './reprocessing/reprocessor.ts';
import { listTopicReprocessings, requestTopicReprocessing } from './reprocessing/topicReprocessings.ts';
import type { ConsumerHandlers, RunningPlatform } from './runningPlatform.ts';

const sweepMs = 5_000;

/**
 * The event platform of one service. Nothing is connected before `start`, except by `transaction` and `idempotent`,
 * which only need the database.
 */
export function createPlatform<Tx extends SqlExecutor>(o: PlatformOptions<Tx>): RunningPlatform<Tx> {
  const tuning = { ...defaultTuning, ...o.tuning };
  const { service } = o;
  const { brokers, topicPrefix } = o.kafka;
  const metrics = messagingMetrics(service);
  const kafka = kafkaClient(brokers, o.kafka.clientId ?? service);
  const live = createLiveSignals(o.redis, o.channelPrefix ?? topicPrefix);
  const pool = survivesBrokenConnections(o.pool ?? ownPool(o.databaseUrl, service));
  const publisher = createPublisher(kafka, topicPrefix, prepare);
  const relay = createRelay({
    name: service,
    databaseUrl: o.databaseUrl,
    publisher,
    tuning,
    metrics,
    deadlinesStarted: (dueInMs) => scheduler?.wake(dueInMs),
  });
  const limits = { maxWait: tuning.transactionWaitMs, timeout: tuning.transactionTimeoutMs };
  const transactions = createTransactions({ db: o.db, service, limits, committed: notify });

  let handlers: ConsumerHandlers<Tx> = {};
  let consumer: SupervisedConsumer | undefined;
  let periodic: Periodic[] = [];
  let scheduler: Periodic | undefined;
  let topicReprocessor: Periodic | undefined;
  let stopListening: (() => void) | undefined;
  let topicsReady = o.kafka.createTopics === false;

  const parts = (): ConstructorParameters<typeof StepExecutor<Tx>>[0] => {
    const faults = injectFaults(o.faults);
    return { service, pool, transactions, handlers, tuning, metrics, faults };
  };
  const deadLetters = createDeadLetters({
    service,
    pool,
    transactions,
    handlers: () => handlers,
    executor: () => new StepExecutor(parts()),
  });

  /** The relays of this service's processes share the lanes: who commits may not be who publishes. */
  const outboxChannel = `outbox:${service}`;

  function notify({ events, hints, dueInMs }: Committed): void {
    if (events.length > 0) {
      relay.wake();
      if (!relay.publishes(events.map(({ key }) => key))) live.publish(outboxChannel, 0);
    }
    if (dueInMs !== null) scheduler?.wake(dueInMs);
    for (const [channel, sequence] of hints) live.publish(channel, sequence);
  }

  async function prepare(): Promise<void> {
    if (topicsReady) return;
    const { replicationFactor } = o.kafka;
    const options = replicationFactor === undefined ? {} : { replicationFactor };
    await ensureTopics(brokers, topicPrefix, { ...options, services: [service] });
    topicsReady = true;
  }

  function consumerOf(executor: StepExecutor<Tx>): SupervisedConsumer {
    return superviseConsumer({
      kafka,
      groupId: topicPrefix + service,
      topicPrefix,
      topics: topicsOf(handlers),
      tuning,
      batches: createBatchWorker(parts(), executor),
      prepare,
    });
  }

  function lagOfGroup(): Periodic {
    const topics = topicsOf(handlers);
    const { lagEveryMs: everyMs } = tuning;
    return measureLag({ kafka, groupId: topicPrefix + service, topicPrefix, topics, everyMs, metrics });
  }

  /** Parked events whose turn came when a process died before it could apply them. */
  function sweepOf(executor: StepExecutor<Tx>): Periodic {
    return periodically('parked events', sweepMs, async (signal) => {
      const keys = await keysToDrain(pool);
      for (const { topic, key } of keys) await executor.run([{ kind: 'drain', topic, key }], signal);
    });
  }

  function reprocessor(): Periodic {
    const deliver = (id: string, topic: string, signal: AbortSignal) => {
      const groupId = `${topicPrefix}${service}.reprocess.${id}`;
      return deliverTopic({ kafka, groupId, topicPrefix, tuning, topic, parts: parts(), signal });
    };
    return createReprocessor({ pool, topics: topicsOf(handlers), deliver });
  }

  return {
    live,
    deadLetters,
    reprocessings: {
      get topics() {
        return topicsOf(handlers);
      },
      async request(topic, by) {
        const requested = await requestTopicReprocessing(pool, topic, by);
        topicReprocessor?.wake();
        return requested;
      },
      list: () => listTopicReprocessings(pool),
    },
    waiting: (limits) => waitingWork(pool, limits),
    transaction: (work) => transactions.run('transaction', work),
    idempotent: (request, work) => idempotent(transactions, request, work),
    start(work = {}) {
      handlers = work.consumer ?? {};
      metrics.follows(topicsOf(handlers));
      const executor = new StepExecutor(parts());
      relay.start();
      stopListening = live.subscribe(outboxChannel, () => relay.wake());
      const deadlines = { ...work.deadlines, ...redriveOnRequest(deadLetters) };
      scheduler = createScheduler({
        pool,
        transactions,
        handlers: deadlines,
        tuning,
        metrics: deadlineMetrics(service, Object.keys(deadlines)),
      });
      topicReprocessor = reprocessor();
      periodic = [scheduler, createHousekeeping(pool, tuning), topicReprocessor];
      if (topicsOf(handlers).length > 0) {
        consumer = consumerOf(executor);
        consumer.start();
        periodic.push(sweepOf(executor), lagOfGroup());
      }
      for (const task of periodic) task.start();
      return Promise.resolve();
    },
    async stop() {
      stopListening?.();
      await Promise.all([consumer?.stop(), ...periodic.map((task) => task.stop())]);
      await relay.stop();
      await publisher.close();
      live.close();
      if (!o.pool) await pool.end();
    },
    readiness() {
      const lastPollAgeMs = consumer?.lastPollAgeMs ?? null;
      const state = consumer?.state ?? 'none';
      const polls = state === 'running' && lastPollAgeMs !== null && lastPollAgeMs < tuning.pollLateMs;
      return {
        ready: state === 'none' || polls,
        relay: {
          databaseConnected: relay.databaseConnected,
          brokerConnected: publisher.connected,
          lanes: relay.lanes,
          unpublishedAgeSeconds: relay.unpublishedAgeSeconds,
        },
        consumer: { state, lastPollAgeMs },
        live: { healthy: live.healthy },
      };
    },
  };
}

function topicsOf<Tx>(handlers: ConsumerHandlers<Tx>): string[] {
  const types = Object.keys(handlers).filter(isEventType);
  return [...new Set(types.filter((type) => handlers[type]).map((type) => contracts[type].topic))].sort();
}

function ownPool(databaseUrl: string, service: string): pg.Pool {
  return new pg.Pool({
    connectionString: databaseUrl,
    application_name: `${service} platform`,
    max: 3,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
  });
}

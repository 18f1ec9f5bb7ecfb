import { kafkaClient } from '@nakku/kafka';
import { createTransactions } from '@nakku/platform';
import type { SqlExecutor } from '@nakku/platform';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { messagingMetrics } from '../metrics.ts';
import { defaultTuning } from '../options.ts';
import type { PlatformOptions } from '../options.ts';
import type { ConsumerHandlers } from '../runningPlatform.ts';
import { deliverTopic } from './deliverTopic.ts';
import type { Delivered } from './deliverTopic.ts';

/**
 * Delivers a topic from its beginning up to its present end to handlers of a command, beside the running service. The
 * handlers must be unordered projections: positions and inbox belong to the service and are not touched.
 * @throws when the broker is away or silent, or `signal` is aborted
 */
export async function rereadTopic<Tx extends SqlExecutor>(
  o: Pick<PlatformOptions<Tx>, 'service' | 'db' | 'kafka'> & {
    readonly pool: Pool;
    readonly topic: string;
    readonly handlers: ConsumerHandlers<Tx>;
    readonly signal: AbortSignal;
  },
): Promise<Delivered> {
  const { service, db, pool, topic, handlers, signal } = o;
  const { brokers, topicPrefix, clientId } = o.kafka;
  const tuning = defaultTuning;
  const limits = { maxWait: tuning.transactionWaitMs, timeout: tuning.transactionTimeoutMs };
  const transactions = createTransactions({ db, service, limits, committed: () => undefined });
  const metrics = messagingMetrics(service);
  return deliverTopic({
    kafka: kafkaClient(brokers, clientId ?? service),
    groupId: `${topicPrefix}${service}.reread.${uuidv7()}`,
    topicPrefix,
    tuning,
    topic,
    parts: { service, pool, transactions, handlers, tuning, metrics, faults: undefined },
    signal,
  });
}

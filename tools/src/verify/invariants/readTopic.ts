import { randomUUID } from 'node:crypto';
import { topicOffsets } from '@nakku/kafka';
import type { Consumer, Kafka, KafkaMessage } from 'kafkajs';

const READ_TIMEOUT_MS = 60_000;

type See = (message: KafkaMessage, partition: number) => void;

/**
 * Reads a topic from its beginning to where it ends now, each partition in its order.
 * @throws Error when that takes more than a minute
 */
export async function readTopic(kafka: Kafka, topic: string, see: See): Promise<void> {
  const admin = kafka.admin();
  const groupId = `read-${randomUUID()}`;
  await admin.connect();
  try {
    const ends = await topicOffsets(admin, topic);
    const left = new Map(
      ends
        .filter(({ high, low }) => Number(high) > Number(low))
        .map(({ partition, high }) => [partition, Number(high)]),
    );
    if (left.size === 0) return;
    const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
    await consumer.connect();
    try {
      await consumer.subscribe({ topic, fromBeginning: true });
      await untilRead(consumer, left, see, topic);
    } finally {
      await consumer.disconnect();
      await admin.deleteGroups([groupId]).catch(() => undefined);
    }
  } finally {
    await admin.disconnect();
  }
}

function untilRead(consumer: Consumer, left: Map<number, number>, see: See, topic: string): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${topic} could not be read within ${READ_TIMEOUT_MS / 1_000} s`)),
      READ_TIMEOUT_MS,
    );
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    consumer
      .run({
        autoCommit: false,
        eachBatchAutoResolve: true,
        eachBatch: ({ batch }) => {
          for (const message of batch.messages) see(message, batch.partition);
          const end = left.get(batch.partition);
          if (end !== undefined && Number(batch.lastOffset()) >= end - 1) left.delete(batch.partition);
          if (left.size === 0) done();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
}

import type { IHeaders, KafkaMessage } from 'kafkajs';
import { Kafka, logLevel } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { until } from './waiting.ts';
import { SUBGRAPHS, system } from './system.ts';

const kafka = new Kafka({
  clientId: 'e2e',
  brokers: system.servers.kafkaBrokers.split(','),
  logLevel: logLevel.NOTHING,
  retry: { initialRetryTime: 20, retries: 10 },
});

async function asAdmin<T>(work: (admin: ReturnType<typeof kafka.admin>) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Consumer groups are called like their services. */
const isGroup = (name: string): boolean => SUBGRAPHS.some((subgraph) => subgraph === name);

/** The groups forget how far they were: their services must have stopped. They begin again with the first event. */
export async function forgetOffsets(): Promise<string[]> {
  return asAdmin(async (admin) => {
    const { groups } = await admin.listGroups();
    const names = groups.map(({ groupId }) => groupId).filter(isGroup);
    await admin.deleteGroups(names);
    return names.sort();
  });
}

/** Waits until every group has worked off everything that is on its topics; one that has committed nothing has not. */
export async function untilRead(groups: readonly string[]): Promise<void> {
  await asAdmin((admin) =>
    until(
      async () => {
        const behind: string[] = [];
        for (const groupId of groups) {
          const committed = await admin.fetchOffsets({ groupId });
          if (committed.length === 0) behind.push(`${groupId} has not begun`);
          for (const { topic, partitions } of committed) {
            const ends = new Map(
              (await admin.fetchTopicOffsets(topic)).map((end) => [end.partition, end.high]),
            );
            for (const { partition, offset } of partitions) {
              const end = Number(ends.get(partition));
              if (end > 0 && Number(offset) < end)
                behind.push(`${groupId} ${topic}/${partition}: ${offset} of ${end}`);
            }
          }
        }
        return behind;
      },
      (behind) => behind.length === 0,
    ),
  );
}

export interface LogMessage {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
  readonly partition: number;
}

/** Everything on a topic, in the order of its partitions. */
export async function readTopic(topic: string): Promise<LogMessage[]> {
  const ends = await asAdmin((admin) => admin.fetchTopicOffsets(topic));
  const left = new Map(
    ends.filter(({ high }) => Number(high) > 0).map(({ partition, high }) => [partition, Number(high)]),
  );
  if (left.size === 0) return [];
  const messages: LogMessage[] = [];
  const consumer = kafka.consumer({ groupId: `e2e-${randomUUID()}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const take = (partition: number, { key, value, headers = {}, offset }: KafkaMessage): void => {
    messages.push({ key, value, headers, partition });
    if (Number(offset) >= (left.get(partition) ?? 0) - 1) left.delete(partition);
  };
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ partition, message }) => take(partition, message),
  });
  await until(
    () => [...left],
    (rest) => rest.length === 0,
  );
  await consumer.disconnect();
  return messages;
}

/** Publishes messages once more, byte by byte as they were, in this order. */
export async function publishAgain(topic: string, messages: readonly LogMessage[]): Promise<void> {
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  await producer.send({ topic, messages: [...messages] });
  await producer.disconnect();
}

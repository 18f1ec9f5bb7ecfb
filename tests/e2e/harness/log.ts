import { topicOffsets } from '@nakku/kafka';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import { testKafka } from '@nakku/testkit';
import { randomUUID } from 'node:crypto';
import { until } from './waiting.ts';
import { SUBGRAPHS, system } from './system.ts';

const kafka = testKafka(system.servers.kafkaBrokers);

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

/** Consumer groups and the topics that each reads. */
export type Readers = ReadonlyMap<string, readonly string[]>;

export async function readers(): Promise<Readers> {
  return asAdmin(async (admin) => {
    const { groups } = await admin.listGroups();
    const names = groups.map(({ groupId }) => groupId).filter(isGroup);
    const topics = names.sort().map(async (groupId) => {
      const committed = await admin.fetchOffsets({ groupId });
      return [groupId, committed.map(({ topic }) => topic)] as const;
    });
    return new Map(await Promise.all(topics));
  });
}

/** The groups forget how far they were: their services must have stopped. They begin again with the first event. */
export async function forgetOffsets(of: Readers): Promise<void> {
  await asAdmin((admin) => admin.deleteGroups([...of.keys()]));
}

/** Waits until every group has worked off everything that is on its topics. */
export async function untilRead(of: Readers): Promise<void> {
  await asAdmin((admin) =>
    until(
      async () => {
        const behind = [...of].map(async ([groupId, topics]) => {
          // A partition of which nothing was committed is at -1.
          const committed = await admin.fetchOffsets({ groupId, topics: [...topics] });
          const left = committed.map(async ({ topic, partitions }) => {
            const ends = await topicOffsets(admin, topic);
            return partitions
              .map(({ partition, offset }) => ({
                partition,
                offset: Number(offset),
                end: Number(ends.find((one) => one.partition === partition)?.high ?? 0),
              }))
              .filter(({ offset, end }) => end > 0 && offset < end)
              .map(({ partition, offset, end }) => `${groupId} ${topic}/${partition}: ${offset} of ${end}`);
          });
          return (await Promise.all(left)).flat();
        });
        return (await Promise.all(behind)).flat();
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
  const ends = await asAdmin((admin) => topicOffsets(admin, topic));
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

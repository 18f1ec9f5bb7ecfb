import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import type { Consumer } from 'kafkajs';
import type { Books } from './books.ts';
import type { Check, Violation } from './check.ts';
import { MOST_VIOLATIONS } from './check.ts';
import { STREAMS } from './events.ts';

const READ_WITHIN_MS = 60_000;

/** Highest sequence of each key, if the first time that each sequence comes they come in order and without gaps. */
export class SequencesOfKeys {
  readonly last = new Map<string, number>();
  readonly violations: Violation[] = [];

  /** Duplicates are allowed (at least once); a step over one, or a step back to a new one, is not. */
  see(key: string, sequence: number): void {
    const last = this.last.get(key) ?? 0;
    if (sequence <= last) return;
    if (sequence !== last + 1) {
      this.violations.push({ id: key, detail: `event ${sequence} follows ${last} on the broker` });
    }
    this.last.set(key, sequence);
  }
}

/** Reads a topic from its beginning to where it ends now. */
async function readTopic(
  kafka: Kafka,
  topic: string,
  onMessage: (key: string, sequence: number) => void,
): Promise<void> {
  const admin = kafka.admin();
  const groupId = `invariants-${randomUUID()}`;
  await admin.connect();
  try {
    const ends = await admin.fetchTopicOffsets(topic);
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
      await untilRead(consumer, left, onMessage, topic);
    } finally {
      await consumer.disconnect();
      await admin.deleteGroups([groupId]).catch(() => undefined);
    }
  } finally {
    await admin.disconnect();
  }
}

function untilRead(
  consumer: Consumer,
  left: Map<number, number>,
  onMessage: (key: string, sequence: number) => void,
  topic: string,
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${topic} could not be read within ${READ_WITHIN_MS / 1_000} s`)),
      READ_WITHIN_MS,
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
          for (const { key, headers } of batch.messages) {
            onMessage(key?.toString('utf8') ?? '', Number(String(headers?.ce_sequence)));
          }
          const end = left.get(batch.partition);
          if (end !== undefined && Number(batch.lastOffset()) >= end - 1) left.delete(batch.partition);
          if (left.size === 0) done();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
}

/** Topics keep 14 days: what is older has no events to look at. */
export const publishedInOrder: Check = {
  name: 'events of an aggregate are on the broker in order',
  rule: 'on each topic, the sequences of each key are 1, 2, 3 … up to its version, without gaps',
  async find(books) {
    const { kafkaBrokers, topicPrefix } = books.targets;
    const kafka = new Kafka({
      clientId: 'nakku-invariants',
      brokers: kafkaBrokers.split(','),
      logLevel: logLevel.NOTHING,
    });
    const found = await Promise.all(STREAMS.map((stream) => gapsOf(books, kafka, topicPrefix, stream)));
    return found.flat().slice(0, MOST_VIOLATIONS);
  },
};

async function gapsOf(
  books: Books,
  kafka: Kafka,
  prefix: string,
  { topic, from, versions }: (typeof STREAMS)[number],
): Promise<Violation[]> {
  const seen = new SequencesOfKeys();
  await readTopic(kafka, prefix + topic, (key, sequence) => seen.see(key, sequence));
  const aggregates = await books.rows<{ key: string; version: number }>(from, versions);
  const missing = aggregates
    .filter(({ key, version }) => seen.last.get(key) !== version)
    .map(({ key, version }) => ({
      id: key,
      detail: `the broker has ${seen.last.get(key) ?? 0} of ${version}`,
    }));
  return [...seen.violations, ...missing].map(({ id, detail }) => ({ id, detail: `${topic}: ${detail}` }));
}

import type { MessageHeaders } from '@nakku/contracts';
import { seal } from '@nakku/platform';
import { Partitioners } from 'kafkajs';
import type { IHeaders } from 'kafkajs';
import { ensureTopics } from '../src/index.ts';
import { kafkaClient } from '@nakku/kafka';
import { cartData, categoryData } from './world.ts';
import type { World } from './world.ts';

export interface RawMessage {
  readonly topic: string;
  readonly key: string;
  readonly headers: MessageHeaders;
  readonly value: string;
}

/** Sends messages past any outbox, as a broken or reordering publisher would. */
export async function send(world: World, ...messages: RawMessage[]): Promise<void> {
  await ensureTopics(world.brokers, world.prefix);
  const producer = kafkaClient(world.brokers, 'test').producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    // A busy broker says for a while that it does not lead what it has just been given.
    retry: { retries: 20, maxRetryTime: 500 },
  });
  await producer.connect();
  try {
    for (const { topic, key, headers, value } of messages) {
      const message = { key, value, headers: { ...headers } };
      await producer.send({ topic: world.prefix + topic, messages: [message] });
    }
  } finally {
    await producer.disconnect();
  }
}

export function cartMessage(cartId: string, sequence: number, lineCount = 1): RawMessage {
  const data = cartData(cartId, lineCount);
  const { headers, payload } = seal('shop', { type: 'cart.updated', subject: cartId, sequence, data });
  return { topic: 'cart', key: cartId, headers, value: payload };
}

export function categoryMessage(id: string, sequence: number, name: string): RawMessage {
  const data = categoryData(id, name);
  const { headers, payload } = seal('shop', { type: 'category.updated', subject: id, sequence, data });
  return { topic: 'products', key: id, headers, value: payload };
}

export interface Read {
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string>;
}

/** Reads a topic from its beginning until `enough` messages are there. */
export async function readTopic(world: World, topic: string, enough: number): Promise<Read[]> {
  const consumer = kafkaClient(world.brokers, 'test').consumer({
    groupId: `${world.prefix}read.${topic}`,
    maxWaitTimeInMs: 100,
  });
  const read: Read[] = [];
  await ensureTopics(world.brokers, world.prefix);
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [world.prefix + topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const late = (): void => reject(new Error(`only ${read.length} of ${enough} messages are in ${topic}`));
      setTimeout(late, 20_000).unref();
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer
        .run({
          eachMessage: async ({ message }) => {
            read.push({
              key: String(message.key),
              value: String(message.value),
              headers: textOf(message.headers ?? {}),
            });
            if (read.length >= enough) resolve();
          },
        })
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
  return read;
}

function textOf(headers: IHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** Sequences per key in the order of the log, without those that were published before. */
export function firstOccurrences(read: readonly Read[]): Map<string, number[]> {
  const keys = new Map<string, number[]>();
  for (const { key, headers } of read) {
    const sequence = Number(headers.ce_sequence);
    const known = keys.get(key) ?? [];
    if (!known.includes(sequence)) known.push(sequence);
    keys.set(key, known);
  }
  return keys;
}

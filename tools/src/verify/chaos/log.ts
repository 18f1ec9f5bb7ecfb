import type { IHeaders, KafkaMessage } from 'kafkajs';
import { kafkaClient } from '@nakku/kafka';
import { readTopic } from '../invariants/readTopic.ts';

/** The broker as the nemesis uses it. */
export interface Log {
  /** Publishes the latest `count` messages of a topic once more, byte by byte as they were, the last one first. */
  publishAgain(topic: string, count: number): Promise<void>;
  /** Publishes a message that is no event of ours. */
  poison(topic: string, key: string): Promise<void>;
  /** Everything on a topic, in the order of its partitions. */
  read(topic: string): Promise<readonly LoggedMessage[]>;
}

export interface LoggedMessage {
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

/** Faults last for seconds; whoever looks at the log waits for their end. */
const retry = { initialRetryTime: 50, maxRetryTime: 30_000, retries: 8 };

/** @param brokers `host:port`, several with commas */
export function openLog(brokers: string): Log {
  const kafka = kafkaClient(brokers.split(','), 'chaos', retry);

  async function read(topic: string): Promise<LoggedMessage[]> {
    const messages: LoggedMessage[] = [];
    await readTopic(kafka, topic, ({ key, value, offset, headers = {} }: KafkaMessage, partition) =>
      messages.push({ partition, offset, key, value, headers }),
    );
    return messages.sort((a, b) => a.partition - b.partition);
  }

  async function publish(topic: string, messages: Omit<LoggedMessage, 'offset'>[]): Promise<void> {
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    try {
      await producer.send({ topic, messages });
    } finally {
      await producer.disconnect();
    }
  }

  return {
    read,
    async publishAgain(topic, count) {
      const events = (await read(topic)).filter(({ headers }) => headers.ce_id !== undefined);
      const messages = events.slice(-count).reverse();
      if (messages.length === 0) throw new Error(`there is nothing on ${topic} yet`);
      await publish(
        topic,
        messages.map(({ partition, key, value, headers }) => ({ partition, key, value, headers })),
      );
    },
    poison: (topic, key) =>
      publish(topic, [
        { partition: 0, key: Buffer.from(key), value: Buffer.from([0, 255, 254, 123]), headers: {} },
      ]),
  };
}

import type { MessageHeaders } from '@nakku/contracts';
import { logger } from '@nakku/telemetry';
import { Partitioners } from 'kafkajs';
import type { Kafka, Producer, TopicMessages } from 'kafkajs';

export interface Publication {
  readonly topic: string;
  readonly key: string;
  readonly headers: MessageHeaders;
  readonly payload: string;
}

export interface Publisher {
  readonly connected: boolean;
  /** Resolves when the broker has acknowledged all of them; keeps their order per key. */
  publish(publications: readonly Publication[]): Promise<void>;
  close(): Promise<void>;
}

/** Failures in a row after which the producer is made anew: kafkajs sometimes keeps a dead broker in mind. */
const failuresBeforeAnew = 3;

/** `prepare` makes sure that the topics exist; it is called before each connection. */
export function createPublisher(kafka: Kafka, prefix: string, prepare: () => Promise<void>): Publisher {
  let producer: Producer | undefined;
  let connected = false;
  let failures = 0;

  const drop = async (): Promise<void> => {
    const old = producer;
    producer = undefined;
    connected = false;
    await old?.disconnect().catch((error: unknown) => {
      logger().debug({ err: error }, 'the old producer did not close cleanly');
    });
  };

  const ready = async (): Promise<Producer> => {
    if (producer) return producer;
    await prepare();
    const fresh = kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      // The relay itself tries again, with rows that it reads anew: a retry deep in here could be too late.
      retry: { retries: 1, initialRetryTime: 20 },
    });
    await fresh.connect();
    producer = fresh;
    return fresh;
  };

  return {
    get connected() {
      return connected;
    },
    async publish(publications) {
      try {
        const to = await ready();
        await to.sendBatch({ acks: -1, timeout: 8_000, topicMessages: byTopic(prefix, publications) });
        connected = true;
        failures = 0;
      } catch (error) {
        connected = false;
        failures += 1;
        if (failures % failuresBeforeAnew === 0) await drop();
        throw error;
      }
    },
    close: drop,
  };
}

function byTopic(prefix: string, publications: readonly Publication[]): TopicMessages[] {
  const topics = new Map<string, TopicMessages>();
  for (const { topic, key, headers, payload } of publications) {
    const name = prefix + topic;
    const known = topics.get(name) ?? { topic: name, messages: [] };
    known.messages.push({ key, value: payload, headers: { ...headers } });
    topics.set(name, known);
  }
  return [...topics.values()];
}

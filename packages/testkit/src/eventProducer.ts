import { v7 as uuidv7 } from 'uuid';
import { testKafka } from './kafka.ts';

/** An event of another context, sent as that context's relay would send it. */
export interface ProducedEvent {
  /** Without the prefix, such as `orders`. */
  readonly topic: string;
  readonly type: string;
  readonly subject: string;
  /** From 1, without gaps per topic and key where the topic is contiguous. */
  readonly sequence: number;
  readonly data: unknown;
  /** Default: the subject. */
  readonly key?: string;
  /** Default: a new UUIDv7; the same id twice is a duplicate. */
  readonly id?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface EventProducer {
  /** Returns the event's id once the broker has it. */
  send(event: ProducedEvent): Promise<string>;
  stop(): Promise<void>;
}

/** Plays other contexts: publishes to topics with `prefix`. The topics must exist. */
export async function eventProducer(prefix: string): Promise<EventProducer> {
  const producer = testKafka().producer({ allowAutoTopicCreation: false });
  await producer.connect();
  return {
    async send(event) {
      const id = event.id ?? uuidv7();
      const headers = {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: id,
        ce_type: event.type,
        ce_source: `/nakku/${event.topic}`,
        ce_time: new Date().toISOString(),
        ce_subject: event.subject,
        ce_sequence: String(event.sequence),
        ce_dataschema: `urn:nakku:event:${event.type}:v1`,
        ce_correlationid: id,
        ...event.headers,
      };
      const message = { key: event.key ?? event.subject, value: JSON.stringify(event.data), headers };
      await producer.send({ topic: prefix + event.topic, messages: [message] });
      return id;
    },
    stop: () => producer.disconnect(),
  };
}

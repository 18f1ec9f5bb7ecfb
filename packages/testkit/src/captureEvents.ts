import type { IHeaders } from 'kafkajs';
import { eventually } from './eventually.ts';
import { testKafka } from './kafka.ts';
import { uniqueName } from './names.ts';

/** An event as it went over the wire (CloudEvents, Kafka binary binding). */
export interface CapturedEvent {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined for a tombstone. */
  readonly data: unknown;
}

export interface EventCapture {
  /** Everything so far, in order per key. */
  readonly events: readonly CapturedEvent[];
  of(type: string, subject?: string): CapturedEvent[];
  /** The first event of that type (and subject) that fits `where`; waits for it, 10 s by default. */
  waitFor(
    type: string,
    o?: { subject?: string; where?: (event: CapturedEvent) => boolean; timeoutMs?: number },
  ): Promise<CapturedEvent>;
  stop(): Promise<void>;
}

/**
 * Reads topics from their beginning; services must have been started, because they create them.
 * @param topics without the prefix, such as `orders`
 */
export async function captureEvents(prefix: string, topics: readonly string[]): Promise<EventCapture> {
  const kafka = testKafka();
  const wanted = topics.map((topic) => prefix + topic);
  await topicsExist(wanted);
  const events: CapturedEvent[] = [];
  const consumer = kafka.consumer({ groupId: `${prefix}capture-${uniqueName()}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topics: wanted, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage({ topic, partition, message }) {
      const headers = textHeaders(message.headers);
      events.push({
        topic: topic.slice(prefix.length),
        partition,
        offset: message.offset,
        key: message.key?.toString('utf8') ?? '',
        id: headers.ce_id ?? '',
        type: headers.ce_type ?? '',
        subject: headers.ce_subject ?? '',
        sequence: Number(headers.ce_sequence ?? Number.NaN),
        headers,
        data: parse(message.value),
      });
      return Promise.resolve();
    },
  });
  const of = (type: string, subject?: string): CapturedEvent[] =>
    events.filter((event) => event.type === type && (subject === undefined || event.subject === subject));

  return {
    events,
    of,
    waitFor: (type, { subject, where = () => true, timeoutMs = 10_000 } = {}) =>
      eventually(
        () => {
          const found = of(type, subject).find(where);
          if (!found)
            throw new Error(`no ${type} of ${subject ?? 'any subject'}; captured: ${summary(events)}`);
          return found;
        },
        { timeoutMs },
      ),
    stop: () => consumer.disconnect(),
  };
}

async function topicsExist(wanted: readonly string[]): Promise<void> {
  const admin = testKafka().admin();
  await admin.connect();
  try {
    await eventually(async () => {
      const known = new Set(await admin.listTopics());
      const missing = wanted.filter((topic) => !known.has(topic));
      if (missing.length > 0) throw new Error(`topics do not exist: ${missing.join(', ')}`);
    });
  } finally {
    await admin.disconnect();
  }
}

function textHeaders(headers: IHeaders = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? String(value[0]) : String(value),
    ]),
  );
}

function parse(value: Buffer | null): unknown {
  return value === null ? undefined : JSON.parse(value.toString('utf8'));
}

function summary(events: readonly CapturedEvent[]): string {
  return events.length === 0
    ? 'nothing'
    : events.map(({ type, subject }) => `${type}(${subject})`).join(', ');
}

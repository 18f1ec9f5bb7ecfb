import { isEventType, openEnvelope, openEvent, topics } from '@nakku/contracts';
import type { Envelope, EventType, MessageHeaders, ReceivedEvent } from '@nakku/contracts';
import type { SqlExecutor, Transaction } from '@nakku/platform';
import type { KafkaMessage } from 'kafkajs';
import type { ConsumerHandlers } from '../runningPlatform.ts';

/** One message as it came from the broker or out of platform.parked_events. */
export interface ConsumedMessage {
  /** Without prefix. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly headers: MessageHeaders;
  readonly value: string;
  /** It came out of platform.parked_events and leaves it when it is applied. */
  readonly parked?: true;
}

/** Postgres has no NUL in text, and a broken message must still be kept. */
function text(bytes: Buffer | string): string {
  return bytes.toString().replaceAll('\0', '\uFFFD');
}

/** Undefined for tombstones: they only tell the broker's compaction to forget a key. */
export function messageOf(
  topic: string,
  partition: number,
  message: KafkaMessage,
): ConsumedMessage | undefined {
  if (message.value === null) return undefined;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) headers[text(name)] = text(first);
  }
  const key = message.key === null ? '' : text(message.key);
  return { topic, partition, offset: message.offset, key, headers, value: text(message.value) };
}

export type Handle<Tx> = (event: ReceivedEvent, tx: Transaction<Tx>) => Promise<void>;

/** What a message means to this service. */
export type Understood<Tx> =
  | { readonly kind: 'malformed'; readonly error: string; readonly envelope: Envelope | undefined }
  | { readonly kind: 'unhandled'; readonly envelope: Envelope }
  | {
      readonly kind: 'event';
      readonly envelope: Envelope;
      readonly event: ReceivedEvent;
      readonly handle: Handle<Tx>;
    };

export type HandledEvent<Tx> = Extract<Understood<Tx>, { kind: 'event' }>;

/** Data is parsed only for types that have a handler: others may be anything, they just count. */
export function understand<Tx extends SqlExecutor>(
  message: ConsumedMessage,
  handlers: ConsumerHandlers<Tx>,
): Understood<Tx> {
  const opened = openEnvelope(message.headers);
  if (!opened.ok) return { kind: 'malformed', error: opened.error, envelope: undefined };
  const envelope = opened.value;
  if (message.key === '') return { kind: 'malformed', error: 'the message has no key', envelope };
  const handle = isEventType(envelope.type) ? handlerOf(handlers, envelope.type) : undefined;
  if (!handle || !isEventType(envelope.type)) return { kind: 'unhandled', envelope };
  const event = openEvent(envelope.type, envelope, message.key, message.value);
  if (!event.ok) return { kind: 'malformed', error: event.error, envelope };
  return { kind: 'event', envelope, event: event.value, handle };
}

/** The one place where a handler of one type is called by way of all types: openEvent has checked the data by it. */
function handlerOf<Tx extends SqlExecutor>(
  handlers: ConsumerHandlers<Tx>,
  type: EventType,
): Handle<Tx> | undefined {
  return handlers[type] as Handle<Tx> | undefined;
}

export type Ordering = 'contiguous' | 'latest';

/** How a topic orders its events, by its unprefixed name; an unknown topic counts as `latest`. */
export function orderingOf(topic: string): Ordering {
  const known = Object.values(topics).find((candidate) => candidate.name === topic);
  return known?.ordering ?? 'latest';
}

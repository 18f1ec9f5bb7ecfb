import { contracts, isEventType, openEnvelope, openEvent, topics } from '@nakku/contracts';
import type { Envelope, EventType, MessageHeaders, ReceivedEvent } from '@nakku/contracts';
import type { SqlExecutor, Transaction } from '@nakku/platform';
import type { KafkaMessage } from 'kafkajs';
import type { ConsumerHandlers } from '../runningPlatform.ts';
import { isUnordered } from './projection.ts';

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

/** An event whose handler is a projection. */
export interface Projectable<Tx> {
  readonly message: ConsumedMessage;
  readonly event: HandledEvent<Tx>;
}

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

/** `none`: this service applies the topic in any order, without positions. */
export type Ordering = 'contiguous' | 'latest' | 'none';

/** How this service takes a topic, by its unprefixed name; an unknown topic counts as `latest`. */
export function orderingOf<Tx>(topic: string, handlers: ConsumerHandlers<Tx>): Ordering {
  if (isUnorderedTopic(topic, handlers)) return 'none';
  const known = Object.values(topics).find((candidate) => candidate.name === topic);
  return known?.ordering ?? 'latest';
}

/** Of handlers whose topics were asked for. */
const unorderedTopics = new WeakMap<object, ReadonlySet<string>>();

function isUnorderedTopic<Tx>(topic: string, handlers: ConsumerHandlers<Tx>): boolean {
  let known = unorderedTopics.get(handlers);
  if (known === undefined) {
    known = unorderedTopicsOf(handlers);
    unorderedTopics.set(handlers, known);
  }
  return known.has(topic);
}

/** @throws Error when handlers of one topic disagree: without positions the ordered ones would wait for ever */
function unorderedTopicsOf<Tx>(handlers: ConsumerHandlers<Tx>): ReadonlySet<string> {
  const types = Object.keys(handlers)
    .filter(isEventType)
    .filter((type) => handlers[type]);
  const topicsWith = (unordered: boolean): Set<string> =>
    new Set(
      types.filter((type) => isUnordered(handlers[type]) === unordered).map((type) => contracts[type].topic),
    );
  const unordered = topicsWith(true);
  for (const topic of topicsWith(false))
    if (unordered.has(topic)) throw new Error(`topic ${topic} has ordered and unordered handlers`);
  return unordered;
}

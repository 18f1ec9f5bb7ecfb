import type { Envelope } from '@nakku/contracts';
import { insertEvents, poolTransaction } from '@nakku/platform';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { ConsumedMessage, Ordering } from '../consumer/message.ts';
import { lockPosition, unparkOn } from '../consumer/positions.ts';
import { deadLetterTopic } from '../kafka/topics.ts';

export interface DeadLetterRecord {
  readonly service: string;
  readonly message: ConsumedMessage;
  readonly ordering: Ordering;
  readonly envelope: Envelope | undefined;
  readonly reason: 'malformed' | 'poison';
  readonly error: unknown;
  readonly attempts: number;
}

/** Characters kept of a message too large for our tables, and of an error. */
const keptOfValue = 200_000;
const keptOfError = 4_000;

const insertLetter = `
INSERT INTO platform.dead_letters
  (id, topic, partition, "offset", key, type, event_id, sequence, headers, value, reason, error, attempts)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (topic, partition, "offset") DO NOTHING`;

/**
 * Makes an event a dead letter: its row, its message to `<service>.dlq` by way of the outbox, and the mark that lets
 * later events of its key wait, in one transaction. On topics where the latest wins nothing waits: each event
 * carries the whole state, so a later one simply takes its place.
 * @returns `known` when it was applied or moved before.
 */
export async function moveToDeadLetter(pool: Pool, b: DeadLetterRecord): Promise<'moved' | 'known'> {
  const { message, envelope } = b;
  const sequence = envelope && message.key !== '' ? envelope.sequence : undefined;
  return poolTransaction(pool, async (client) => {
    const ordered = b.ordering === 'contiguous' && sequence !== undefined;
    const position = ordered ? await lockPosition(client, message.topic, message.key) : undefined;
    const isNext = position !== undefined && sequence === position.sequence + 1;
    const isOlder = position !== undefined && sequence !== undefined && sequence <= position.sequence;
    if (isOlder || (isNext && position.blocked)) return 'known';
    const id = uuidv7();
    const inserted = await client.query(insertLetter, [
      id,
      message.topic,
      message.partition,
      message.offset,
      message.key,
      envelope?.type ?? null,
      envelope?.id ?? null,
      sequence ?? null,
      JSON.stringify(message.headers),
      message.value.slice(0, keptOfValue),
      b.reason,
      textOf(b.error),
      b.attempts,
    ]);
    if (inserted.rowCount === 0) return 'known';
    if (isNext) {
      await client.query(
        'UPDATE platform.stream_positions SET blocked_by = $3 WHERE topic = $1 AND key = $2',
        [message.topic, message.key, id],
      );
    }
    if (message.parked && sequence !== undefined) {
      await unparkOn(client, message.topic, message.key, sequence);
    }
    const announced = insertEvents([announcement(id, b)]);
    await client.query(announced.text, [...announced.values]);
    return 'moved';
  });
}

/** The message on the dead-letter topic: as it came, with what went wrong in further headers. */
function announcement(id: string, b: DeadLetterRecord): Parameters<typeof insertEvents>[0][number] {
  const { topic, partition, offset, key, headers, value } = b.message;
  return {
    id,
    topic: deadLetterTopic(b.service),
    key: key === '' ? id : key,
    payload: value.slice(0, keptOfValue),
    headers: {
      ...headers,
      'dlq-id': id,
      'dlq-topic': topic,
      'dlq-partition': String(partition),
      'dlq-offset': offset,
      'dlq-reason': b.reason,
      'dlq-error': textOf(b.error),
      'dlq-attempts': String(b.attempts),
    },
  };
}

function textOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replaceAll('\0', '\uFFFD').slice(0, keptOfError) || 'unknown error';
}

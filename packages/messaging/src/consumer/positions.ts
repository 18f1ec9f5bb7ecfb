import type { SqlExecutor } from '@nakku/platform';
import type { Pool, PoolClient } from 'pg';
import type { ConsumedMessage, Ordering } from './message.ts';

/**
 * Moves the position of a key and notes the event in the inbox, or does nothing when the event is not the next one:
 * one round trip, at the start of the transaction of the effect. The row lock of the position makes a second process
 * that got the same event (a zombie, a rebalance) wait and then find it done.
 */
const noted = `noted AS (
  INSERT INTO platform.inbox (consumer, event_id) SELECT $5, $6::uuid FROM moved ON CONFLICT DO NOTHING RETURNING 1
) SELECT moved.parked, EXISTS (SELECT FROM noted) AS fresh FROM moved`;

/** The first event of a key, and any of a topic where the latest wins. */
const claimOrStart = `WITH moved AS (
  INSERT INTO platform.stream_positions AS p (topic, key, sequence) VALUES ($1, $2, $3::bigint)
  ON CONFLICT (topic, key) DO UPDATE SET sequence = EXCLUDED.sequence
    WHERE p.sequence BETWEEN $4::bigint AND EXCLUDED.sequence - 1 AND p.blocked_by IS NULL
  RETURNING p.parked
), ${noted}`;

const claimNext = `WITH moved AS (
  UPDATE platform.stream_positions p SET sequence = $3::bigint
  WHERE p.topic = $1 AND p.key = $2 AND p.sequence BETWEEN $4::bigint AND $3::bigint - 1 AND p.blocked_by IS NULL
  RETURNING p.parked
), ${noted}`;

export interface Claim {
  readonly topic: string;
  readonly key: string;
  /** Lowest sequence that this claim covers: events between it and `sequence` are known and have no handler. */
  readonly from: number;
  readonly sequence: number;
  readonly consumer: string;
  readonly eventId: string;
  readonly ordering: Ordering;
}

/** Undefined: not the next event of its key. `fresh` is false when the inbox knew it already. */
export async function claim(
  db: SqlExecutor,
  c: Claim,
): Promise<{ parked: number; fresh: boolean } | undefined> {
  const starts = c.ordering === 'latest' || c.from === 1;
  const lowest = c.ordering === 'latest' ? 0 : c.from - 1;
  const [row] = await db.$queryRawUnsafe<{ parked: number; fresh: boolean }[]>(
    starts ? claimOrStart : claimNext,
    c.topic,
    c.key,
    c.sequence,
    lowest,
    c.consumer,
    c.eventId,
  );
  return row;
}

/** Claims of many keys at once, as `claimOrStart` does each. */
const claimAll = `
WITH event AS (
  SELECT * FROM json_to_recordset($1::json) AS r(topic text, key text, sequence bigint, "eventId" uuid)
),
moved AS (
  INSERT INTO platform.stream_positions AS p (topic, key, sequence)
  SELECT topic, key, sequence FROM event ORDER BY topic, key
  ON CONFLICT (topic, key) DO UPDATE SET sequence = EXCLUDED.sequence
    WHERE p.sequence < EXCLUDED.sequence AND p.blocked_by IS NULL
  RETURNING p.topic, p.key
)
INSERT INTO platform.inbox (consumer, event_id)
SELECT $2, "eventId" FROM event JOIN moved USING (topic, key) ORDER BY "eventId"
ON CONFLICT DO NOTHING RETURNING event_id::text AS "eventId"`;

/**
 * Moves the positions of keys where the latest wins, and notes the events in the inbox.
 * @param events one per key
 * @returns ids of the events that are to be applied: neither known nor older than what is
 */
export async function claimNewest(
  db: SqlExecutor,
  consumer: string,
  events: readonly Pick<Claim, 'topic' | 'key' | 'sequence' | 'eventId'>[],
): Promise<ReadonlySet<string>> {
  const rows = await db.$queryRawUnsafe<{ eventId: string }[]>(claimAll, JSON.stringify(events), consumer);
  return new Set(rows.map(({ eventId }) => eventId));
}

const unpark = `
WITH gone AS (
  DELETE FROM platform.parked_events WHERE topic = $1 AND key = $2 AND sequence = $3::bigint RETURNING 1
)
UPDATE platform.stream_positions SET parked = parked - 1 WHERE topic = $1 AND key = $2 AND EXISTS (SELECT FROM gone)`;

/** Takes an event out of the parked ones, in the transaction that applies it. */
export async function unparkIn(db: SqlExecutor, topic: string, key: string, sequence: number): Promise<void> {
  await db.$executeRawUnsafe(unpark, topic, key, sequence);
}

/** The same on a connection of pg, in the transaction that it has begun. */
export async function unparkOn(
  client: PoolClient,
  topic: string,
  key: string,
  sequence: number,
): Promise<void> {
  await client.query(unpark, [topic, key, sequence]);
}

/** Events `from`–`to` of a key that follow each other and have no handler. */
interface Run {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

const skip = `
WITH run AS (SELECT * FROM json_to_recordset($2::json) AS r(key text, "from" bigint, "to" bigint)),
moved AS (
  UPDATE platform.stream_positions p SET sequence = run."to" FROM run
  WHERE p.topic = $1 AND p.key = run.key AND p.sequence BETWEEN run."from" - 1 AND run."to" - 1
    AND p.blocked_by IS NULL
  RETURNING p.key, p.parked
),
started AS (
  INSERT INTO platform.stream_positions (topic, key, sequence)
  SELECT $1, key, "to" FROM run WHERE "from" = 1 ORDER BY key ON CONFLICT DO NOTHING RETURNING key
)
SELECT key, parked FROM moved UNION ALL SELECT key, 0 FROM started`;

/** Moves many keys of a topic over events without a handler. Returns the keys that moved and what is parked there. */
export async function advance(
  on: Pool | PoolClient,
  topic: string,
  runs: readonly Run[],
): Promise<Map<string, number>> {
  const moved = await on.query<{ key: string; parked: number }>(skip, [
    topic,
    JSON.stringify(runs.map(({ key, from, to }) => ({ key, from, to }))),
  ]);
  return new Map(moved.rows.map((row) => [row.key, row.parked]));
}

/** Sequences applied last, of those keys that have one. */
export async function positionsOf(
  pool: Pool,
  topic: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = await pool.query<{ key: string; sequence: number }>(
    'SELECT key, sequence::float8 AS sequence FROM platform.stream_positions WHERE topic = $1 AND key = ANY($2)',
    [topic, keys],
  );
  return new Map(found.rows.map((row) => [row.key, row.sequence]));
}

/** Position of a key under a row lock, created if need be. */
export async function lockPosition(
  client: PoolClient,
  topic: string,
  key: string,
): Promise<{ sequence: number; parked: number; blocked: boolean }> {
  await client.query(
    'INSERT INTO platform.stream_positions (topic, key, sequence) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING',
    [topic, key],
  );
  const found = await client.query<{ sequence: number; parked: number; blocked: boolean }>(
    `SELECT sequence::float8 AS sequence, parked, blocked_by IS NOT NULL AS blocked
     FROM platform.stream_positions WHERE topic = $1 AND key = $2 FOR UPDATE`,
    [topic, key],
  );
  const [row] = found.rows;
  if (!row) throw new Error(`no position for ${topic} ${key}`);
  return row;
}

const insertParked = `
WITH put AS (
  INSERT INTO platform.parked_events (topic, key, sequence, partition, "offset", headers, value)
  VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING 1
)
UPDATE platform.stream_positions SET parked = parked + 1 WHERE topic = $1 AND key = $2 AND EXISTS (SELECT FROM put)`;

/** Parks an event; the caller holds the lock of the position. */
export async function park(client: PoolClient, message: ConsumedMessage, sequence: number): Promise<void> {
  const { topic, key, partition, offset, headers, value } = message;
  await client.query(insertParked, [topic, key, sequence, partition, offset, JSON.stringify(headers), value]);
}

const nextParked = `
SELECT e.sequence::float8 AS sequence, e.partition, e."offset"::text, e.headers, e.value, p.sequence >= e.sequence AS stale
FROM platform.parked_events e JOIN platform.stream_positions p USING (topic, key)
WHERE e.topic = $1 AND e.key = $2 AND p.blocked_by IS NULL AND e.sequence <= p.sequence + 1
ORDER BY e.sequence LIMIT 1`;

export interface ParkedEvent {
  readonly message: ConsumedMessage;
  readonly sequence: number;
  /** Applied already, by way of another message. */
  readonly stale: boolean;
}

/** The parked event of a key whose turn it is, if any. */
export async function parkedNext(pool: Pool, topic: string, key: string): Promise<ParkedEvent | undefined> {
  const found = await pool.query<{
    sequence: number;
    partition: number;
    offset: string;
    headers: Record<string, string>;
    value: string;
    stale: boolean;
  }>(nextParked, [topic, key]);
  const [row] = found.rows;
  if (!row) return undefined;
  const { sequence, stale, partition, offset, headers, value } = row;
  return { sequence, stale, message: { topic, key, partition, offset, headers, value, parked: true } };
}

/** Keys with parked events whose turn has come, left behind by a process that died between filling and applying. */
export async function keysToDrain(pool: Pool): Promise<{ topic: string; key: string }[]> {
  const found = await pool.query<{ topic: string; key: string }>(
    `SELECT DISTINCT topic, key FROM platform.parked_events e JOIN platform.stream_positions p USING (topic, key)
     WHERE p.blocked_by IS NULL AND e.sequence <= p.sequence + 1 LIMIT 100`,
  );
  return found.rows;
}

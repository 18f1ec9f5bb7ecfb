import type { Pool } from 'pg';
import type { DeadLetter } from './deadLetters.ts';

interface Row {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly type: string | null;
  readonly event_id: string | null;
  readonly sequence: number | null;
  readonly headers: Record<string, string>;
  readonly value: string;
  readonly reason: 'malformed' | 'poison';
  readonly error: string;
  readonly attempts: number;
  readonly status: 'open' | 'redriven' | 'discarded';
  readonly created_at: Date;
  readonly settled_at: Date | null;
  readonly parked_behind: number;
}

const select = `
SELECT d.id, d.topic, d.partition, d."offset"::text, d.key, d.type, d.event_id, d.sequence::float8 AS sequence,
  d.headers, d.value, d.reason, d.error, d.attempts, d.status, d.created_at, d.settled_at,
  coalesce(p.parked, 0) AS parked_behind
FROM platform.dead_letters d LEFT JOIN platform.stream_positions p ON p.blocked_by = d.id`;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Newest first. `limit` is bounded to 1–200. */
export async function listDeadLetters(
  pool: Pool,
  o: { status?: DeadLetter['status']; limit?: number; before?: string } = {},
): Promise<DeadLetter[]> {
  const limit = Math.min(Math.max(Math.trunc(o.limit ?? 50), 1), 200);
  const before = o.before !== undefined && uuid.test(o.before) ? o.before : null;
  const found = await pool.query<Row>(
    `${select} WHERE ($1::text IS NULL OR d.status = $1) AND ($2::uuid IS NULL OR d.id < $2::uuid)
     ORDER BY d.id DESC LIMIT $3`,
    [o.status ?? null, before, limit],
  );
  return found.rows.map(deadLetterOf);
}

/** Undefined if there is none of this id, or `id` is not a UUID. */
export async function findDeadLetter(pool: Pool, id: string): Promise<DeadLetter | undefined> {
  if (!uuid.test(id)) return undefined;
  const found = await pool.query<Row>(`${select} WHERE d.id = $1`, [id]);
  return found.rows.map(deadLetterOf)[0];
}

function deadLetterOf(row: Row): DeadLetter {
  const { event_id, created_at, settled_at, parked_behind, ...same } = row;
  return {
    ...same,
    eventId: event_id,
    createdAt: created_at,
    closedAt: settled_at,
    parkedBehind: parked_behind,
  };
}

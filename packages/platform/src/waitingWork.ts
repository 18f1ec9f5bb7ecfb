/** Work of the platform that has waited for longer than it should, or has failed. */
export interface WaitingWork {
  /**
   * - `OUTBOX`: an event that the broker does not have.
   * - `PARKED`: an event that waits for an earlier one of its key.
   * - `DEAD_LETTER`: an event that could not be applied.
   * - `DEADLINE`: a deadline whose handler failed.
   */
  readonly kind: 'OUTBOX' | 'PARKED' | 'DEAD_LETTER' | 'DEADLINE';
  /** Key of the event or deadline, usually an aggregate; id of the dead letter. */
  readonly key: string;
  readonly since: Date;
  /** For people. */
  readonly detail: string;
}

const waiting = `
SELECT * FROM (
  SELECT 'OUTBOX' AS kind, key, created_at AS since, format('event %s for topic %s', event_id, topic) AS detail
  FROM platform.outbox WHERE published_at IS NULL AND created_at < now() - $1::float8 * interval '1 millisecond'
  UNION ALL
  SELECT 'PARKED', key, parked_at, format('event %s of topic %s', sequence, topic)
  FROM platform.parked_events WHERE parked_at < now() - $1::float8 * interval '1 millisecond'
  UNION ALL
  SELECT 'DEAD_LETTER', id::text, created_at, format('%s of %s: %s', coalesce(type, topic), key, left(error, 100))
  FROM platform.dead_letters WHERE status = 'open'
  UNION ALL
  SELECT 'DEADLINE', key, coalesce(due_at, now()), format('%s failed %s times: %s', kind, attempts, left(last_error, 100))
  FROM platform.deadlines WHERE attempts > 0 AND last_error IS NOT NULL
) AS found ORDER BY since LIMIT $2`;

/**
 * The platform's part of an operator's list, the oldest first. Reads only.
 * @param o.olderThanMs age from which events count as stuck; dead letters and failed deadlines always do
 */
export async function waitingWork(
  on: { query(sql: string, values: unknown[]): Promise<{ rows: unknown[] }> },
  o: { olderThanMs: number; limit: number },
): Promise<WaitingWork[]> {
  const { rows } = await on.query(waiting, [o.olderThanMs, o.limit]);
  // The statement above says what a row looks like.
  return rows as WaitingWork[];
}

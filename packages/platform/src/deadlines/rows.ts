import type { NewDeadline } from '../platform.ts';
import type { StatementPart } from '../statement.ts';

const upsert = `
INSERT INTO platform.deadlines AS d (kind, key, due_at, waits_for, after_ms, data)
SELECT r.kind, r.key,
  CASE WHEN r.waits_for IS NULL THEN clock_timestamp() + r.after_ms * interval '1 millisecond' END,
  r.waits_for, r.after_ms, r.data
FROM json_to_recordset($1::json) AS r(kind text, key text, waits_for uuid, after_ms bigint, data jsonb)
ORDER BY r.kind, r.key
ON CONFLICT (kind, key) DO UPDATE SET
  revision = nextval('platform.deadline_revisions'), due_at = EXCLUDED.due_at, waits_for = EXCLUDED.waits_for,
  after_ms = EXCLUDED.after_ms, data = EXCLUDED.data, leased_until = NULL, attempts = 0, last_error = NULL`;

const remove = `
DELETE FROM platform.deadlines d
USING json_to_recordset($1::json) AS r(kind text, key text)
WHERE d.kind = r.kind AND d.key = r.key`;

/** Schedules deadlines; one of the same kind and key is replaced. */
export function upsertDeadlines(deadlines: readonly NewDeadline[]): StatementPart {
  const rows = deadlines.map((deadline) => ({
    kind: deadline.kind,
    key: deadline.key,
    waits_for: deadline.onPublished ?? null,
    after_ms: Math.max(0, Math.ceil(deadline.afterMs)),
    data: deadline.data ?? null,
  }));
  return { text: upsert, values: [JSON.stringify(rows)] };
}

/** Unschedules deadlines; those that do not exist are ignored. */
export function deleteDeadlines(deadlines: readonly { kind: string; key: string }[]): StatementPart {
  return { text: remove, values: [JSON.stringify(deadlines.map(({ kind, key }) => ({ kind, key })))] };
}

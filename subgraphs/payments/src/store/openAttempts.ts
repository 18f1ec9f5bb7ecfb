import { z } from 'zod';
import type { Tx } from './database.ts';

const row = z.object({ attemptId: z.string(), providerRef: z.string() });

/**
 * Attempts whose end we have not seen and that nothing is being done about: the provider is to be asked. Oldest news
 * first; `olderThanMs` since the last change.
 */
export async function attemptsToLookUp(
  db: Tx,
  olderThanMs: number,
  limit: number,
): Promise<{ attemptId: string; providerRef: string }[]> {
  const rows = await db.$queryRaw<
    unknown[]
  >`SELECT a.id::text AS "attemptId", a.provider_ref AS "providerRef" FROM payment_attempts a
     WHERE (a.status IN ('PENDING', 'ACTION_REQUIRED', 'AUTHORIZED') OR a.hold IN ('WAITING', 'HELD'))
       AND (a.status IN ('PENDING', 'ACTION_REQUIRED') OR a.hold = 'WAITING')
       AND a.provider_ref IS NOT NULL AND a.updated_at < now() - ${olderThanMs}::int * interval '1 millisecond'
       AND NOT EXISTS (SELECT FROM payment_tasks t WHERE t.attempt_id = a.id AND t.status = 'OPEN')
     ORDER BY a.updated_at LIMIT ${limit}::int`;
  return rows.map((found) => row.parse(found));
}

/** Attempts that may hold something nobody wants, without a task that gives it back. */
export async function attemptsToCancel(db: Tx, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<
    { id: string }[]
  >`SELECT a.id::text FROM payment_attempts a JOIN payments p ON p.id = a.payment_id
     WHERE (a.status IN ('PENDING', 'ACTION_REQUIRED', 'AUTHORIZED') OR a.hold IN ('WAITING', 'HELD'))
       AND a.hold IN ('WAITING', 'HELD')
       AND (p.phase = 'ENDED' OR a.number <> p.attempt AND NOT a.is_replacement OR a.status IN ('FAILED', 'VOIDED'))
       AND NOT EXISTS (SELECT FROM payment_tasks t WHERE t.attempt_id = a.id AND t.status = 'OPEN')
     LIMIT ${limit}::int`;
  return rows.map(({ id }) => id);
}

/** How many payments stand on the operator's list. */
export async function overdueCount(db: Tx): Promise<number> {
  const rows = await db.$queryRaw<
    { n: number }[]
  >`SELECT count(*)::int AS n FROM payments WHERE status = 'OVERDUE'`;
  return rows[0]?.n ?? 0;
}

/** The operator's list, longest first; at most 10,000. */
export async function overdueOrders(db: Tx): Promise<string[]> {
  const rows = await db.$queryRaw<
    { id: string }[]
  >`SELECT order_id::text AS id FROM payments WHERE status = 'OVERDUE' ORDER BY updated_at LIMIT 10000`;
  return rows.map(({ id }) => id);
}

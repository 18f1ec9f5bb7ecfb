import type { Tx } from './database.ts';

/** A limit on what one subject may use within a period that begins with its first use. */
export interface Budget {
  readonly kind: 'card-add' | 'card-retry' | 'refund';
  readonly subject: string;
  readonly limit: number;
  readonly periodMs: number;
}

export type Spent = { readonly isSpent: true } | { readonly isSpent: false; readonly resetsAt: Date | null };

/**
 * Uses `amount` of a budget, at once for all who ask at the same time: nothing is used when it is more than is left.
 * @returns when the period ends if it is too much; null if it would be too much in any period
 */
export async function spend(db: Tx, budget: Budget, amount: number): Promise<Spent> {
  const { kind, subject, limit, periodMs } = budget;
  if (amount > limit) return { isSpent: false, resetsAt: null };
  const spent = await db.$executeRaw`
    INSERT INTO payment_budgets AS b (kind, subject, used, resets_at)
    VALUES (${kind}, ${subject}, ${amount}::bigint, now() + ${periodMs}::int * interval '1 millisecond')
    ON CONFLICT (kind, subject) DO UPDATE SET
      used = EXCLUDED.used + CASE WHEN b.resets_at <= now() THEN 0 ELSE b.used END,
      resets_at = CASE WHEN b.resets_at <= now() THEN EXCLUDED.resets_at ELSE b.resets_at END
    WHERE b.resets_at <= now() OR b.used + EXCLUDED.used <= ${limit}::bigint`;
  if (spent === 1) return { isSpent: true };
  const rows = await db.$queryRaw<{ resetsAt: Date }[]>`
    SELECT resets_at AS "resetsAt" FROM payment_budgets WHERE kind = ${kind} AND subject = ${subject}`;
  return { isSpent: false, resetsAt: rows[0]?.resetsAt ?? null };
}

/** Deletes budgets whose period is over. */
export function deleteEndedBudgets(db: Tx): Promise<number> {
  return db.$executeRaw`DELETE FROM payment_budgets WHERE resets_at <= now()`;
}

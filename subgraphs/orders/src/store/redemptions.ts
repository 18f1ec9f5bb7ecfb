import type { Redemption } from '../domain/redemption.ts';
import type { Tx } from './database.ts';

interface Counter {
  readonly key: string;
  readonly used: number;
}

/**
 * Locks the counters of what an order would use up, in the order of their keys, so that two orders cannot deadlock.
 * @returns those that are used up already
 */
export async function lockRedemptions(db: Tx, wanted: readonly Redemption[]): Promise<Redemption[]> {
  const keys = wanted.map(({ key }) => key);
  const usedUpOf = (counters: readonly Counter[]): Redemption[] => {
    const used = new Map(counters.map((counter) => [counter.key, counter.used]));
    return wanted.filter(({ key, limit }) => (used.get(key) ?? 0) >= limit);
  };
  // Of what is used up already nobody needs to wait for the lock.
  const usedUp = usedUpOf(
    await db.$queryRaw<Counter[]>`SELECT key, used FROM redemption_counters WHERE key = ANY(${keys}::text[])`,
  );
  if (usedUp.length > 0) return usedUp;
  await db.$executeRaw`
    INSERT INTO redemption_counters (key) SELECT key FROM unnest(${keys}::text[]) AS n(key) ORDER BY key ON CONFLICT DO NOTHING`;
  const counters = await db.$queryRaw<Counter[]>`
    SELECT key, used FROM redemption_counters WHERE key = ANY(${keys}::text[]) ORDER BY key FOR UPDATE`;
  return usedUpOf(counters);
}

/** Counts an order that was just placed, under the locks of {@link lockRedemptions}. */
export async function redeem(db: Tx, orderId: string, redemptions: readonly Redemption[]): Promise<void> {
  await db.$executeRaw`
    WITH used AS (
      INSERT INTO redemptions (order_id, key)
      SELECT ${orderId}::uuid, key FROM unnest(${redemptions.map(({ key }) => key)}::text[]) AS n(key)
      RETURNING key
    )
    UPDATE redemption_counters c SET used = c.used + 1 FROM used WHERE c.key = used.key`;
}

/** Gives back what a locked order used up; a repeated call changes nothing. */
export async function releaseRedemptions(db: Tx, orderId: string): Promise<void> {
  await db.$queryRaw`
    SELECT 1 FROM redemption_counters
     WHERE key IN (SELECT key FROM redemptions WHERE order_id = ${orderId}::uuid) ORDER BY key FOR UPDATE`;
  await db.$executeRaw`
    WITH released AS (DELETE FROM redemptions WHERE order_id = ${orderId}::uuid RETURNING key)
    UPDATE redemption_counters c SET used = c.used - 1 FROM released WHERE c.key = released.key`;
}

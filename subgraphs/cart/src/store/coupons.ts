import type { Page } from '@nakku/graphql-kit';
import type { FoundCoupon } from '../domain/coupon.ts';
import type { Tx } from './database.ts';

/** A code that unlocks a promotion. */
export interface Coupon {
  readonly code: string;
  /** Orders that may use it; null: any number. */
  readonly maxUses: number | null;
  readonly redeemed: number;
}

/** Adds coupons of a promotion, in one statement. Returns how many of the codes were free. */
export function insertCoupons(
  tx: Tx,
  o: {
    readonly promotionId: string;
    readonly codes: readonly string[];
    readonly maxUses: number | null;
    readonly createdAt: Date;
  },
): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO coupons (code, promotion_id, max_uses, created_at)
    SELECT code, ${o.promotionId}::uuid, ${o.maxUses}::int, ${o.createdAt}
      FROM unnest(${[...o.codes]}::text[]) AS n(code) ORDER BY code
    ON CONFLICT DO NOTHING`;
}

/** How many coupons a promotion has; counts no further than `limit`. */
export async function countCoupons(tx: Tx, promotionId: string, limit: number): Promise<number> {
  const rows = await tx.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count
      FROM (SELECT 1 FROM coupons WHERE promotion_id = ${promotionId}::uuid LIMIT ${limit}) AS found`;
  return Number(rows[0]?.count ?? 0);
}

/** Coupons of a page, by code, one more than it holds. */
export function listCoupons(tx: Tx, promotionId: string, page: Page<string>): Promise<Coupon[]> {
  const { cursor, backward, limit } = page;
  return tx.coupon.findMany({
    where: { promotionId, ...(cursor === null ? {} : { code: { [backward ? 'lt' : 'gt']: cursor } }) },
    orderBy: { code: backward ? 'desc' : 'asc' },
    take: limit + 1,
  });
}

/** What is known of a code. @param customerId null: a guest */
export async function findCoupon(
  tx: Tx,
  code: string,
  customerId: string | null,
): Promise<FoundCoupon | null> {
  const [found] = await tx.$queryRaw<FoundCoupon[]>`
    SELECT m.starts_at AS "startsAt", m.ends_at AS "endsAt", m.is_paused OR NOT m.is_coupon_required AS "isPaused",
           coalesce(k.redeemed >= k.max_uses, false) OR coalesce(m.redeemed >= m.max_uses, false) AS "isUsedUp",
           coalesce(m.max_uses_per_customer <= (
             SELECT count(*) FROM promotion_uses u
              WHERE u.promotion_id = m.id AND u.customer_id = ${customerId}::uuid), false) AS "isUsedByCustomer"
      FROM coupons k JOIN promotions m ON m.id = k.promotion_id WHERE k.code = ${code}`;
  return found ?? null;
}

/** How many wrong codes came from `origin` in the window that began after `since`. */
export async function countWrongCodes(tx: Tx, origin: string, since: Date): Promise<number> {
  const row = await tx.couponAttempts.findUnique({ where: { origin } });
  return row === null || row.startedAt <= since ? 0 : row.wrong;
}

/** Counts one more; a window that began before `since` is over, and a new one begins at `now`. */
export async function addWrongCode(tx: Tx, origin: string, since: Date, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO coupon_attempts AS a (origin, wrong, started_at) VALUES (${origin}, 1, ${now})
    ON CONFLICT (origin) DO UPDATE
       SET wrong = CASE WHEN a.started_at <= ${since} THEN 1 ELSE a.wrong + 1 END,
           started_at = CASE WHEN a.started_at <= ${since} THEN excluded.started_at ELSE a.started_at END`;
}

/** Removes windows that ended, at most `limit`. Returns how many. */
export function deleteOldAttempts(tx: Tx, since: Date, limit: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM coupon_attempts
     WHERE origin IN (SELECT origin FROM coupon_attempts WHERE started_at <= ${since} LIMIT ${limit})`;
}

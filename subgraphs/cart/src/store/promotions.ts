import type { Discount } from '@nakku/contracts';
import type { Page } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { Promotion, PromotionRule, PromotionScope, PromotionTerms } from '../domain/promotion.ts';
import type { Promotion as PromotionRow } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';

/** Key of a promotion in a list: when it was created, and its ID. */
export type PromotionKey = readonly [createdAt: string, promotionId: string];

/** A promotion with its place in lists. */
export interface ListedPromotion extends Promotion {
  readonly createdAt: Date;
}

const scopeSchema: z.ZodType<PromotionScope> = z.object({
  productIds: z.array(z.string()),
  categoryIds: z.array(z.string()),
  storeIds: z.array(z.string()),
});
const ruleSchema: z.ZodType<PromotionRule> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('PERCENTAGE'), rate: z.number(), cap: z.number().nullable() }),
  z.object({ kind: z.literal('FIXED'), amount: z.number() }),
  z.object({ kind: z.literal('BUY_X_GET_Y'), buy: z.number(), get: z.number(), rate: z.number() }),
  z.object({ kind: z.literal('BUNDLE_PRICE'), price: z.number() }),
  z.object({ kind: z.literal('FREE_DELIVERY') }),
]);

function promotionOf(row: PromotionRow): ListedPromotion {
  const { id, maxUses, maxUsesPerCustomer, stacking, ...own } = row;
  return {
    ...own,
    promotionId: id,
    rule: ruleSchema.parse(row.rule),
    scope: scopeSchema.parse(row.scope),
    minSubtotal: Number(row.minSubtotal),
    stacking: stacking === 'EXCLUSIVE' ? 'EXCLUSIVE' : 'COMBINES',
    limits: { total: maxUses, perCustomer: maxUsesPerCustomer },
  };
}

function rowOf({ rule, scope, limits, ...own }: PromotionTerms) {
  return {
    ...own,
    rule: { ...rule },
    scope: {
      productIds: [...scope.productIds],
      categoryIds: [...scope.categoryIds],
      storeIds: [...scope.storeIds],
    },
    minSubtotal: BigInt(own.minSubtotal),
    maxUses: limits.total,
    maxUsesPerCustomer: limits.perCustomer,
  };
}

/** Lets one transaction at a time add or resume a promotion, until it ends: how many run then stays so. */
export async function lockPromotions(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('promotions', 0))`;
}

/** How many promotions are neither paused nor over at `now`, apart from `exceptId`. */
export function countRunning(tx: Tx, now: Date, exceptId: string | null): Promise<number> {
  return tx.promotion.count({
    where: {
      isPaused: false,
      OR: [{ endsAt: null }, { endsAt: { gt: now } }],
      ...(exceptId === null ? {} : { NOT: { id: exceptId } }),
    },
  });
}

export async function insertPromotion(
  tx: Tx,
  promotionId: string,
  terms: PromotionTerms,
  createdAt: Date,
): Promise<ListedPromotion> {
  return promotionOf(await tx.promotion.create({ data: { id: promotionId, ...rowOf(terms), createdAt } }));
}

/** Writes new terms of a promotion that the caller has locked. */
export async function updatePromotion(
  tx: Tx,
  promotionId: string,
  terms: PromotionTerms,
): Promise<ListedPromotion> {
  return promotionOf(
    await tx.promotion.update({
      where: { id: promotionId },
      data: { ...rowOf(terms), version: { increment: 1 } },
    }),
  );
}

export async function promotionsById(tx: Tx, ids: readonly string[]): Promise<ListedPromotion[]> {
  return (await tx.promotion.findMany({ where: { id: { in: [...ids] } } })).map(promotionOf);
}

export async function findPromotion(tx: Tx, promotionId: string): Promise<ListedPromotion | null> {
  return (await promotionsById(tx, [promotionId]))[0] ?? null;
}

/** Promotions of a page, newest first, one more than it holds. */
export async function listPromotions(tx: Tx, page: Page<PromotionKey>): Promise<ListedPromotion[]> {
  const [createdAt, id] = page.cursor ?? [];
  const beyond = page.backward ? ('gt' as const) : ('lt' as const);
  const rows = await tx.promotion.findMany({
    where:
      createdAt === undefined || id === undefined
        ? {}
        : {
            OR: [
              { createdAt: { [beyond]: new Date(createdAt) } },
              { createdAt: new Date(createdAt), id: { [beyond]: id } },
            ],
          },
    orderBy: [{ createdAt: page.backward ? 'asc' : 'desc' }, { id: page.backward ? 'asc' : 'desc' }],
    take: page.limit + 1,
  });
  return rows.map(promotionOf);
}

/** Notes which promotions an order uses. A repeated call changes nothing. */
export async function addUses(
  tx: Tx,
  { orderId, customerId }: { readonly orderId: string; readonly customerId: string },
  discounts: readonly Pick<Discount, 'promotionId' | 'couponCode'>[],
): Promise<void> {
  await tx.$executeRaw`
    WITH used AS (
      INSERT INTO promotion_uses (order_id, promotion_id, customer_id, coupon_code)
      SELECT ${orderId}::uuid, "promotionId", ${customerId}::uuid, "couponCode"
        FROM json_to_recordset(${JSON.stringify(discounts)}::json) AS d("promotionId" uuid, "couponCode" text)
      ON CONFLICT DO NOTHING RETURNING promotion_id, coupon_code
    ), counted AS (
      UPDATE promotions p SET redeemed = p.redeemed + 1 FROM used WHERE p.id = used.promotion_id
    )
    UPDATE coupons c SET redeemed = c.redeemed + 1 FROM used WHERE c.code = used.coupon_code`;
}

/** Takes back the uses of an order that was cancelled in time. Returns the coupons that it had. */
export async function deleteUses(tx: Tx, orderId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ code: string | null }[]>`
    WITH unused AS (
      DELETE FROM promotion_uses WHERE order_id = ${orderId}::uuid RETURNING promotion_id, coupon_code
    ), counted AS (
      UPDATE promotions p SET redeemed = greatest(p.redeemed - 1, 0) FROM unused WHERE p.id = unused.promotion_id
    ), returned AS (
      UPDATE coupons c SET redeemed = greatest(c.redeemed - 1, 0) FROM unused WHERE c.code = unused.coupon_code
    )
    SELECT coupon_code AS code FROM unused ORDER BY coupon_code`;
  return rows.flatMap(({ code }) => (code === null ? [] : [code]));
}

import { connection, pageOf } from '@nakku/graphql-kit';
import { COUPON_CODE } from '../../domain/coupon.ts';
import type { PromotionRule } from '../../domain/promotion.ts';
import type { PromotionResolvers } from '../../generated/graphql.ts';
import { listCoupons } from '../../store/coupons.ts';
import { z } from 'zod';

/** Most coupons of a page: a whole batch is read in a hundred. */
const MAX_COUPONS_OF_PAGE = 1_000;
const keySchema = z.string().regex(COUPON_CODE);

function amountOf(rule: PromotionRule): number | null {
  if (rule.kind === 'FIXED') return rule.amount;
  return rule.kind === 'BUNDLE_PRICE' ? rule.price : null;
}

/** Promotions are read under the scope `catalog:write` only: whoever has one may see all of it. */
export const promotionType: PromotionResolvers = {
  id: ({ promotionId }) => promotionId,
  kind: ({ rule }) => rule.kind,
  rate: ({ rule }) => ('rate' in rule ? rule.rate : null),
  cap: ({ rule }) => ('cap' in rule ? rule.cap : null),
  amount: ({ rule }) => amountOf(rule),
  buy: ({ rule }) => ('buy' in rule ? rule.buy : null),
  get: ({ rule }) => ('get' in rule ? rule.get : null),
  scope: ({ scope: { productIds, categoryIds, storeIds } }) => ({
    productIds: [...productIds],
    categoryIds: [...categoryIds],
    storeIds: [...storeIds],
  }),
  maxUses: ({ limits }) => limits.total,
  maxUsesPerCustomer: ({ limits }) => limits.perCustomer,
  coupons: async ({ promotionId }, args, { deps }) => {
    const page = pageOf(args, keySchema, { max: MAX_COUPONS_OF_PAGE });
    return connection(await listCoupons(deps.db, promotionId, page), page, ({ code }) => code);
  },
};

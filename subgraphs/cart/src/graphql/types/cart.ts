import { idInput } from '@nakku/graphql-kit';
import { cartAgeLimit } from '../../domain/cart.ts';
import { priceCart, totalsOf } from '../../domain/pricing.ts';
import { warningsOf } from '../../domain/warnings.ts';
import type { CartResolvers } from '../../generated/graphql.ts';
import { visibleTo } from '../access.ts';
import { discountPayload, hintPayload } from './discounts.ts';
import { totalsPayload } from './totals.ts';

export const cartType: CartResolvers = {
  __resolveReference: async ({ id }, { caller, loaders }) => {
    const cartId = idInput.safeParse(id);
    return cartId.success ? visibleTo(caller, await loaders.cart.load(cartId.data)) : null;
  },
  customer: ({ customerId }) => (customerId === null ? null : { id: customerId }),
  store: ({ store }) => (store === null ? null : { id: store.storeId }),
  lines: ({ lines }) => [...lines],
  itemCount: ({ lines }) => lines.reduce((sum, line) => sum + line.quantity, 0),
  totals: (cart, _args, { deps }) => {
    const totals = totalsOf(cart, deps.taxRule);
    return totals === null ? null : totalsPayload(totals);
  },
  ageLimit: cartAgeLimit,
  attributes: ({ attributes }) => [...attributes],
  coupons: (cart) => {
    const applied = new Set(priceCart(cart)?.applied.map(({ promotion }) => promotion.coupon?.code));
    return cart.coupons.map((code) => ({ code, isApplied: applied.has(code) }));
  },
  discounts: (cart) => (priceCart(cart)?.applied ?? []).map(discountPayload),
  promotionHints: (cart) => (priceCart(cart)?.hints ?? []).map(hintPayload),
  warnings: (cart, _args, { deps }) => warningsOf(cart, deps.now()),
};

import { idInput } from '@nakku/graphql-kit';
import { cartAgeLimit } from '../../domain/cart.ts';
import { warningsOf } from '../../domain/warnings.ts';
import type { CartResolvers } from '../../generated/graphql.ts';
import { visibleTo } from '../access.ts';
import { discountPayload, hintPayload } from './discounts.ts';
import { pricedCart } from './pricedCart.ts';
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
    const priced = pricedCart(cart, deps.taxRule);
    return priced === null ? null : totalsPayload(priced.totals);
  },
  ageLimit: cartAgeLimit,
  attributes: ({ attributes }) => [...attributes],
  coupons: (cart, _args, { deps }) => {
    const applied = pricedCart(cart, deps.taxRule)?.applied ?? [];
    const codes = new Set(applied.map(({ promotion }) => promotion.coupon?.code));
    return cart.coupons.map((code) => ({ code, isApplied: codes.has(code) }));
  },
  discounts: (cart, _args, { deps }) => (pricedCart(cart, deps.taxRule)?.applied ?? []).map(discountPayload),
  promotionHints: (cart, _args, { deps }) => (pricedCart(cart, deps.taxRule)?.hints ?? []).map(hintPayload),
  warnings: (cart, _args, { deps }) => warningsOf(cart, deps.now()),
};

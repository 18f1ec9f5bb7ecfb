import { totalsOf } from '../domain/pricing.ts';
import { warningsOf } from '../domain/warnings.ts';
import type { CartLineResolvers, CartResolvers } from '../generated/graphql.ts';
import type { CartService } from '../service.ts';
import { mayOpen } from './access.ts';
import { totalsAnswer } from './totals.ts';

export function cartType(service: CartService): CartResolvers {
  return {
    __resolveReference: async ({ id }, { caller, carts }) => {
      const cart = await carts.load(id);
      return cart !== null && mayOpen(caller, cart) ? cart : null;
    },
    customer: ({ customerId }) => (customerId === null ? null : { id: customerId }),
    store: ({ store }) => (store === null ? null : { id: store.storeId }),
    lines: ({ lines }) => [...lines],
    itemCount: ({ lines }) => lines.reduce((sum, line) => sum + line.quantity, 0),
    totals: (cart) => {
      const totals = totalsOf(cart);
      return totals === null ? null : totalsAnswer(totals);
    },
    warnings: (cart) => warningsOf(cart, service.now()),
  };
}

export const cartLineType: CartLineResolvers = {
  id: ({ lineId }) => lineId,
  product: ({ productId }) => ({ id: productId }),
  name: ({ product }) => product?.name ?? 'Unknown product',
  unitPrice: ({ product }) =>
    product?.isSold ? { amount: product.price, currency: product.currency } : null,
  total: ({ product, quantity }) =>
    product?.isSold ? { amount: product.price * quantity, currency: product.currency } : null,
};

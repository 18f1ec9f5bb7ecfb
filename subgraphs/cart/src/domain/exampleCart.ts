import { noCheckoutOptions } from '@nakku/contracts';
import type { Cart } from './cart.ts';

/** A customer's empty cart besides what `more` says, for tests. */
export function exampleCart(more: Partial<Cart> = {}): Cart {
  return {
    id: 'cart',
    customerId: 'customer',
    tokenHash: null,
    store: null,
    address: null,
    tip: 0,
    ...noCheckoutOptions,
    orderNo: 0,
    version: 1,
    updatedAt: new Date(0),
    lines: [],
    notReturned: [],
    hasLinesInOrder: false,
    coupons: [],
    promotions: [],
    ...more,
  };
}

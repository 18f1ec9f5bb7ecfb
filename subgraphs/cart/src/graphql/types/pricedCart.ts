import type { Cart } from '../../domain/cart.ts';
import { priceCart, type PricedCart, type TaxRule } from '../../domain/pricing.ts';

/** By cart, as it was read: a changed cart is another object. The tax rule is the service's. */
const prices = new WeakMap<Cart, PricedCart | null>();

/** What a cart costs, computed once for all of its fields and all who watch it. */
export function pricedCart(cart: Cart, rule: TaxRule): PricedCart | null {
  const known = prices.get(cart);
  if (known !== undefined) return known;
  const priced = priceCart(cart, rule);
  prices.set(cart, priced);
  return priced;
}

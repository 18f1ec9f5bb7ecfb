import type { Transaction } from '@nakku/platform';
import type { Cart } from '../domain/cart.ts';
import { currencyOf, totalsOf } from '../domain/pricing.ts';
import type { Tx } from '../store/database.ts';

/** Publishes a cart's new version, thin: what is in it is nobody else's business. `cart` is as after the change. */
export function publishCart(
  tx: Transaction<Tx>,
  cart: Cart,
  at: Date,
  type: 'cart.updated' | 'cart.cleared' = 'cart.updated',
): void {
  tx.emit({
    type,
    subject: cart.id,
    sequence: cart.version,
    data: {
      cartId: cart.id,
      customerId: cart.customerId,
      storeId: cart.store?.storeId ?? null,
      lineCount: cart.lines.length,
      total: totalsOf(cart)?.total ?? 0,
      currency: currencyOf(cart),
      at: at.toISOString(),
    },
  });
}

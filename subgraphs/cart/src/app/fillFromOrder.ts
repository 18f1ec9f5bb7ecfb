import type { Cart } from '../domain/cart.ts';
import { stillNotReturned } from '../domain/lines.ts';
import { refill } from '../domain/reorder.ts';
import { lineWarningsOf, notReorderedWarning, type Warning } from '../domain/warnings.ts';
import { findPastOrder } from '../store/pastOrders.ts';
import { productsForCart } from '../store/projections.ts';
import { changeOwnCart } from './changeCart.ts';
import type { Deps } from './deps.ts';

export type FillFromOrderResult =
  | { readonly kind: 'done'; readonly cart: Cart; readonly warnings: readonly Warning[] }
  | { readonly kind: 'order_not_found' | 'cart_not_found' };

/** Puts the lines of one of the customer's earlier orders into a cart, as far as they are sold and fit. */
export async function fillFromOrder(
  deps: Deps,
  command: { readonly cartId: string; readonly orderId: string; readonly userId: string },
): Promise<FillFromOrderResult> {
  const { cartId, orderId, userId } = command;
  const past = await findPastOrder(deps.db, userId, orderId);
  if (past === null) return { kind: 'order_not_found' };
  const products = await productsForCart(
    deps.db,
    cartId,
    past.map(({ productId }) => productId),
  );
  let filled = refill([], [], { products, newId: deps.newId, now: deps.now(), maxLines: 0 });
  const result = await changeOwnCart(
    deps,
    { cartId, opener: { userId, cartTokenHash: null } },
    (cart) => {
      filled = refill(cart.lines, past, {
        ...{ products, newId: deps.newId, now: deps.now() },
        maxLines: deps.config.CART_MAX_LINES,
      });
      if (filled.productIds.size === 0) return { change: null };
      const { lines, productIds } = filled;
      const added = [...productIds].map((productId) => ({ productId }));
      return { change: { lines, notReturned: stillNotReturned(cart.notReturned, added) } };
    },
    products,
  );
  if (result.kind !== 'done') return { kind: 'cart_not_found' };
  const { cart } = result;
  const warnings = [
    ...lineWarningsOf(cart, ({ productId }) => filled.productIds.has(productId)),
    ...filled.leftOut.map(notReorderedWarning),
  ];
  return { kind: 'done', cart, warnings };
}

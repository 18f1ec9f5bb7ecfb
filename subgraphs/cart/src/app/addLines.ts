import { staleVersion, type StaleVersion } from '../domain/cart.ts';
import { addLines as added, type AddRefusal, type LineToAdd, stillNotReturned } from '../domain/lines.ts';
import { productsForCart } from '../store/projections.ts';
import { type CartChanged, type CartCommand, changeOwnCart } from './changeCart.ts';
import type { Deps } from './deps.ts';

/** Adds products to a cart, all or none. */
export async function addLines(
  deps: Deps,
  command: CartCommand & {
    readonly expectedVersion: number | null;
    readonly lines: readonly LineToAdd[];
  },
): Promise<CartChanged<StaleVersion | AddRefusal>> {
  const { expectedVersion, lines } = command;
  const products = await productsForCart(
    deps.db,
    command.cartId,
    lines.map((line) => line.productId),
  );
  return changeOwnCart<StaleVersion | AddRefusal>(
    deps,
    command,
    (cart) => {
      const stale = staleVersion(cart, expectedVersion);
      if (stale) return { refusals: [stale] };
      const change = added(cart.lines, lines, {
        products,
        newId: deps.newId,
        now: deps.now(),
        maxLines: deps.config.CART_MAX_LINES,
        storeId: cart.store?.storeId ?? null,
      });
      if (change.kind === 'refused') return { refusals: change.refusals };
      return { change: { lines: change.lines, notReturned: stillNotReturned(cart.notReturned, lines) } };
    },
    products,
  );
}

import { type CartChanged, type CartCommand, changeOwnCart } from './changeCart.ts';
import type { Deps } from './deps.ts';

/** Removes all lines of a cart. */
export function clearCart(deps: Deps, command: CartCommand): Promise<CartChanged> {
  return changeOwnCart(deps, command, (cart) => ({
    change:
      cart.lines.length === 0 && cart.notReturned.length === 0
        ? null
        : { lines: [], notReturned: [], event: 'cart.cleared' },
  }));
}

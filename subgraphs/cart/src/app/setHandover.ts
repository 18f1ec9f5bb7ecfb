import type { Handover } from '@nakku/contracts';
import { type CartChanged, type CartCommand, changeOwnCart } from './changeCart.ts';
import type { Deps } from './deps.ts';

/** Sets how the order of a cart is to be handed over. */
export function setHandover(
  deps: Deps,
  command: CartCommand & { readonly handover: Handover },
): Promise<CartChanged> {
  const { handover } = command;
  return changeOwnCart(deps, command, (cart) => ({
    change: cart.handover === handover ? null : { handover },
  }));
}

import type { Attribute } from '@nakku/contracts';
import { sameAttributes } from '../domain/cart.ts';
import { type CartChanged, type CartCommand, changeOwnCart } from './changeCart.ts';
import type { Deps } from './deps.ts';

/** Replaces all attributes of a cart. */
export function setAttributes(
  deps: Deps,
  command: CartCommand & { readonly attributes: readonly Attribute[] },
): Promise<CartChanged> {
  const { attributes } = command;
  return changeOwnCart(deps, command, (cart) => ({
    change: sameAttributes(cart.attributes, attributes) ? null : { attributes },
  }));
}

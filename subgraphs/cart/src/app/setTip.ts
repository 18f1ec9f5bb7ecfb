import { currencyOf } from '../domain/pricing.ts';
import { maxTipOf } from '../domain/tip.ts';
import { type CartChanged, type CartCommand, changeOwnCart } from './changeCart.ts';
import type { Deps } from './deps.ts';

export interface TipTooLarge {
  readonly kind: 'tip_too_large';
  /** Minor units of the cart's currency. */
  readonly max: number;
}

/** Sets the tip of a cart, in minor units of its currency. */
export function setTip(
  deps: Deps,
  command: CartCommand & { readonly tip: number },
): Promise<CartChanged<TipTooLarge>> {
  const { tip } = command;
  return changeOwnCart<TipTooLarge>(deps, command, (cart) => {
    const max = maxTipOf(currencyOf(cart));
    if (tip > max) return { refusals: [{ kind: 'tip_too_large', max }] };
    return { change: cart.tip === tip ? null : { tip } };
  });
}

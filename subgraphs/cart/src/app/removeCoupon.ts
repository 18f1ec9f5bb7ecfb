import { type CartChanged, type CartCommand, changeOwnCart } from './changeCart.ts';
import type { Deps } from './deps.ts';

/** Takes a coupon out of a cart; one that is not in it changes nothing. */
export function removeCoupon(
  deps: Deps,
  command: CartCommand & { readonly code: string },
): Promise<CartChanged> {
  return changeOwnCart(deps, command, ({ coupons }) => {
    const left = coupons.filter((code) => code !== command.code);
    return { change: left.length === coupons.length ? null : { coupons: left } };
  });
}

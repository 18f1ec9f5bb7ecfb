import { type CouponRefusal, couponRefusal, MAX_COUPONS } from '../domain/coupon.ts';
import { addWrongCode, countWrongCodes, findCoupon } from '../store/coupons.ts';
import { type CartChanged, type CartCommand, changeOwnCart } from './changeCart.ts';
import type { Deps } from './deps.ts';

/**
 * Puts a coupon into a cart. Whoever enters too many wrong codes must wait: `origin` says for whom they are counted. A coupon
 * whose promotion asks for more goods is accepted, and takes effect when they are there.
 */
export function applyCoupon(
  deps: Deps,
  command: CartCommand & { readonly code: string; readonly origin: string },
): Promise<CartChanged<CouponRefusal>> {
  const { code, origin } = command;
  const { CART_MAX_WRONG_COUPONS: maxWrong, CART_WRONG_COUPONS_WINDOW_MS: windowMs } = deps.config;
  return changeOwnCart<CouponRefusal>(deps, command, async (cart, db) => {
    if (cart.coupons.includes(code)) return { change: null };
    if (cart.coupons.length >= MAX_COUPONS) return { refusals: [{ kind: 'too_many' }] };
    const now = deps.now();
    const since = new Date(now.getTime() - windowMs);
    if ((await countWrongCodes(db, origin, since)) >= maxWrong) {
      return { refusals: [{ kind: 'too_many_attempts' }] };
    }
    const refusal = couponRefusal(await findCoupon(db, code, cart.customerId), now);
    if (refusal?.kind === 'not_valid') await addWrongCode(db, origin, since, now);
    return refusal ? { refusals: [refusal] } : { change: { coupons: [...cart.coupons, code] } };
  });
}

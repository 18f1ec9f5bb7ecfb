/** Most coupons that a cart may hold. */
export const MAX_COUPONS = 5;

/** Letters, digits and dashes, in capitals; a CHECK of the database holds it too. */
export const COUPON_CODE = /^[A-Z0-9][A-Z0-9-]{2,31}$/;

/** How a code is kept, however it was typed. */
export const couponCodeOf = (typed: string): string => typed.trim().toUpperCase();

/** What is known of a coupon that somebody enters. */
export interface FoundCoupon {
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly isPaused: boolean;
  /** No order can use it, or its promotion, any more. */
  readonly isUsedUp: boolean;
  /** This customer has used the promotion as often as one may. */
  readonly isUsedByCustomer: boolean;
}

export type CouponRefusal =
  | { readonly kind: 'not_valid' | 'used_up' | 'too_many' | 'too_many_attempts' }
  | { readonly kind: 'not_started'; readonly startsAt: Date };

/** Why a coupon cannot be used at `now`; null if it can. */
export function couponRefusal(found: FoundCoupon | null, now: Date): CouponRefusal | null {
  if (found === null || found.isPaused) return { kind: 'not_valid' };
  if (found.endsAt !== null && found.endsAt <= now) return { kind: 'not_valid' };
  if (found.startsAt > now) return { kind: 'not_started', startsAt: found.startsAt };
  return found.isUsedUp || found.isUsedByCustomer ? { kind: 'used_up' } : null;
}

/** The coupons of two carts in one, the own ones first, and those for which there is no room. */
export function mergeCoupons(
  own: readonly string[],
  other: readonly string[],
): { readonly coupons: string[]; readonly leftOut: string[] } {
  const all = [...new Set([...own, ...other])];
  return { coupons: all.slice(0, MAX_COUPONS), leftOut: all.slice(MAX_COUPONS) };
}

import type { AppliedPromotion, PromotionHint } from '../../domain/discounts.ts';
import type { CartDiscount, PromotionHint as HintPayload } from '../../generated/graphql.ts';

/** What a promotion takes off, as the schema shows it. */
export function discountPayload({ promotion, amount, deliveryFee, lines }: AppliedPromotion): CartDiscount {
  const of = (minor: number) => ({ amount: minor, currency: promotion.currency });
  return {
    name: promotion.name,
    couponCode: promotion.coupon?.code ?? null,
    amount: of(amount),
    deliveryFee: of(deliveryFee),
    lines: [...lines].map(([lineId, off]) => ({ lineId, amount: of(off) })),
  };
}

/** A promotion that a larger cart would get, as the schema shows it. */
export function hintPayload({ promotion, missing }: PromotionHint): HintPayload {
  return {
    name: promotion.name,
    couponCode: promotion.coupon?.code ?? null,
    missing: { amount: missing, currency: promotion.currency },
  };
}

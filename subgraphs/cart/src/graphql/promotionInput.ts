import { idInput, textInput, wholeInput } from '@nakku/graphql-kit';
import { isCurrency } from '@nakku/money';
import { z } from 'zod';
import { MAX_UNIT_PRICE } from '../domain/cart.ts';
import { COUPON_CODE, couponCodeOf } from '../domain/coupon.ts';
import type { PromotionRule, PromotionTerms } from '../domain/promotion.ts';

const MAX_INT = 2_147_483_647;
const amountInput = wholeInput(1, MAX_UNIT_PRICE);
const rateInput = wholeInput(1, 10_000);
const orNull = <Input extends z.ZodType>(input: Input) => input.nullish().transform((value) => value ?? null);
const ids = (max: number) =>
  z
    .array(idInput)
    .max(max, { error: `must have 0–${max} entries` })
    .transform((all) => [...new Set(all)]);

const ruleInput = z
  .object({
    percentage: z.object({ rate: rateInput, cap: orNull(amountInput) }).nullish(),
    fixed: amountInput.nullish(),
    buyXGetY: z.object({ buy: wholeInput(1, 99), get: wholeInput(1, 99), rate: rateInput }).nullish(),
    bundlePrice: amountInput.nullish(),
    freeDelivery: z.literal(true, { error: 'must be true' }).nullish(),
  })
  .transform(({ percentage, fixed, buyXGetY, bundlePrice }): PromotionRule => {
    if (percentage) return { kind: 'PERCENTAGE', ...percentage };
    if (fixed) return { kind: 'FIXED', amount: fixed };
    if (buyXGetY) return { kind: 'BUY_X_GET_Y', ...buyXGetY };
    // @oneOf leaves no other case.
    return bundlePrice ? { kind: 'BUNDLE_PRICE', price: bundlePrice } : { kind: 'FREE_DELIVERY' };
  });

/** The terms of a promotion, as `PromotionInput` has them. */
export const promotionInput = z
  .object({
    name: textInput(1, 80),
    currency: z.string().refine(isCurrency, { error: 'is not an ISO 4217 currency code' }),
    rule: ruleInput,
    scope: z
      .object({ productIds: ids(500), categoryIds: ids(100), storeIds: ids(500) })
      .nullish()
      .transform((scope) => scope ?? { productIds: [], categoryIds: [], storeIds: [] }),
    minSubtotal: wholeInput(0, MAX_UNIT_PRICE)
      .nullish()
      .transform((amount) => amount ?? 0),
    startsAt: z.date(),
    endsAt: orNull(z.date()),
    priority: wholeInput(0, 1_000),
    stacking: z.enum(['EXCLUSIVE', 'COMBINES']),
    maxUses: orNull(wholeInput(1, MAX_INT)),
    maxUsesPerCustomer: orNull(wholeInput(1, MAX_INT)),
    requiresCoupon: z.boolean(),
    isPaused: z.boolean(),
  })
  .transform(({ maxUses, maxUsesPerCustomer, ...terms }): PromotionTerms => ({
    ...terms,
    limits: { total: maxUses, perCustomer: maxUsesPerCustomer },
  }));

/** The code of a coupon, in capitals. */
export const couponCodeInput = z
  .string()
  .transform(couponCodeOf)
  .refine((code) => COUPON_CODE.test(code), { error: 'must have 3–32 letters, digits and dashes' });

export const couponsInput = z.object({
  codes: z.object({
    code: couponCodeInput.nullish(),
    random: z
      .object({
        count: wholeInput(1, 100_000),
        prefix: z
          .string()
          .transform(couponCodeOf)
          .refine((prefix) => /^(?:[A-Z0-9][A-Z0-9-]{0,15})?$/.test(prefix), {
            error: 'must have 0–16 letters, digits and dashes',
          }),
      })
      .nullish(),
  }),
  maxUses: orNull(wholeInput(1, MAX_INT)),
});

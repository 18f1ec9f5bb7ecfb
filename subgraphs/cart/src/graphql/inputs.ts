import { ifUnavailable, ifUnavailableOf, orderLine } from '@nakku/contracts';
import type { IfUnavailable, OrderLine } from '@nakku/contracts';
import { idInput, textInput, wholeInput } from '@nakku/graphql-kit';
import { isCurrency } from '@nakku/money';
import { z } from 'zod';
import { MAX_UNIT_PRICE } from '../domain/cart.ts';
import { COUPON_CODE, couponCodeOf } from '../domain/coupon.ts';
import type { PromotionRule, PromotionTerms } from '../domain/promotion.ts';

const MAX_INT = 2_147_483_647;
const MAX_LINES_AT_ONCE = 100;

export const cartIdInput = z.object({ cartId: idInput });

/** The version that a change is based on; null or undefined: whatever it is. */
export const expectedVersionInput = wholeInput(1, MAX_INT)
  .nullish()
  .transform((version) => version ?? null);

/** A note for the packer: undefined as it is, null or empty none. */
export const noteInput = textInput(0, 200)
  .nullish()
  .transform((text) => (text === undefined ? undefined : text || null));

/** What happens to pieces that the store does not have, and the field that it supersedes. */
export const preferenceInputs = {
  ifUnavailable: ifUnavailable.nullish(),
  substitution: orderLine.shape.substitution.nullish(),
};

interface GivenPreference {
  readonly ifUnavailable?: IfUnavailable | null | undefined;
  readonly substitution?: OrderLine['substitution'] | null | undefined;
}

/** A line with the preference that a client gave in either of `preferenceInputs`; null: none. */
export function withPreference<Line extends GivenPreference>({ substitution, ...line }: Line) {
  const superseded = substitution ? ifUnavailableOf({ substitution }) : null;
  return { ...line, ifUnavailable: line.ifUnavailable ?? superseded };
}

/** 1–100 items, unique by `key`. */
export function listInput<Item extends z.ZodType>(
  item: Item,
  key: (one: z.output<Item>) => string,
  what: string,
) {
  return z
    .array(item)
    .min(1, { error: `must have 1–${MAX_LINES_AT_ONCE} entries` })
    .max(MAX_LINES_AT_ONCE, { error: `must have 1–${MAX_LINES_AT_ONCE} entries` })
    .refine((items) => new Set(items.map(key)).size === items.length, {
      error: `must name each ${what} once`,
    });
}

const amountInput = wholeInput(1, MAX_UNIT_PRICE);
const rateInput = wholeInput(1, 10_000);
/** A value that may be left out: null then. */
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
    isDeliveryFree: z.literal(true, { error: 'must be true' }).nullish(),
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
    isCouponRequired: z.boolean(),
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

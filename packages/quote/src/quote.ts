import { isDeepStrictEqual } from 'node:util';
import {
  acceptsAgeLimit,
  address,
  ageLimitOf,
  checkoutOptions,
  deliveryTerms,
  discounts,
  orderLine,
  pickup,
  promise,
  totals,
} from '@nakku/contracts';
import { taxesByRate, taxIncluded } from '@nakku/money';
import { z } from 'zod';

/** What a customer would pay for which lines; everything that an order needs, so that orders asks nobody. */
const content = z.object({
  quoteId: z.uuid(),
  customerId: z.uuid(),
  cartId: z.uuid(),
  /** Version of the cart that was priced. */
  cartVersion: z.number().int().positive(),
  /** 1 + the number of orders that the cart has applied: two quotes of the same lines carry the same number. */
  cartOrderNo: z.number().int().positive(),
  storeId: z.uuid(),
  /** ISO 4217; the same as `totals.currency`. */
  currency: z.string(),
  lines: z.array(orderLine).min(1).max(100),
  totals,
  /** The promotions that made the discounts of the lines, and waived the delivery fee. */
  discounts,
  pickup,
  dropoff: address,
  /** Quotes from before it existed have none. */
  deliveryTerms: deliveryTerms.optional(),
  promise,
  ...checkoutOptions.shape,
});

export type Quote = z.infer<typeof content>;

/** A quote whose parts agree with each other: one that does not add up is neither signed nor believed. */
export const quoteSchema = content.superRefine((quote, check) => {
  const wrong = disagreement(quote);
  if (wrong !== undefined) check.addIssue({ code: 'custom', message: wrong });
});

/** The rule of each sum, first to last: what breaks one is the message. */
function disagreement({ totals: sums, lines, pickup: from, ...quote }: Quote): string | undefined {
  if (from.storeId !== quote.storeId) return 'pickup is another store than storeId';
  if (sums.currency !== quote.currency) return 'totals are in another currency';
  if (new Set(lines.map((line) => line.lineId)).size !== lines.length) return 'a line appears twice';
  if (ageLimitOf(lines) !== null && !acceptsAgeLimit(quote.handover)) {
    return 'goods with an age limit are left at the door';
  }
  if (lines.some((line) => line.total !== line.quantity * line.unitPrice - line.discount)) {
    return 'a line is not quantity × unitPrice − discount';
  }
  if (lines.some((line) => line.tax !== taxIncluded(line.total, line.taxRate))) {
    return 'the tax of a line is not the tax contained in its total';
  }
  const sumOf = (part: (line: (typeof lines)[number]) => number) =>
    lines.reduce((sum, line) => sum + part(line), 0);
  if (sums.subtotal !== sumOf((line) => line.quantity * line.unitPrice)) {
    return 'subtotal is not the sum of the lines';
  }
  if (sums.discount !== sumOf((line) => line.discount)) return 'discount is not the sum of the lines';
  if (sums.discount !== quote.discounts.reduce((sum, { amount }) => sum + amount, 0)) {
    return 'discount is not the sum of the promotions';
  }
  if (sums.deliveryFee > 0 && quote.discounts.some(({ deliveryFee }) => deliveryFee > 0)) {
    return 'a delivery fee is charged that a promotion waives';
  }
  const goods = lines.map(({ total, taxRate }) => ({ gross: total, taxRate }));
  const taxes = taxesByRate(goods, sums);
  if (sums.tax !== taxes.reduce((sum, { tax }) => sum + tax, 0)) {
    return 'tax is not the sum of the lines, the delivery fee and the tip';
  }
  // A quote that was signed before taxes were listed has none.
  if (sums.taxes.length > 0 && !isDeepStrictEqual(sums.taxes, taxes)) {
    return 'taxes are not those of the lines, the delivery fee and the tip by rate';
  }
  const total = sums.subtotal - sums.discount + sums.deliveryFee + sums.tip;
  if (total !== sums.total) return 'total is not subtotal − discount + deliveryFee + tip';
  return undefined;
}

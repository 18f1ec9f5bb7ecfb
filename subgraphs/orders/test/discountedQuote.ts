import type { Quote } from '@nakku/quote';
import { v7 as uuidv7 } from 'uuid';
import { sampleQuote } from './sampleQuote.ts';

type Limits = Quote['discounts'][number]['limits'];

/** A quote with 1.00 off its bananas by one promotion, which may be used as `limits` say: without a limit by default. */
export function discountedQuote(
  o: {
    readonly promotionId?: string;
    readonly couponCode?: string;
    readonly limits?: Partial<Limits>;
  } & Partial<Quote> = {},
): Quote {
  const { promotionId = uuidv7(), couponCode = null, limits, ...over } = o;
  const { lines, totals, ...quote } = sampleQuote(over);
  return {
    ...quote,
    lines: lines.map((line, index) => (index === 2 ? { ...line, discount: 100, total: 200, tax: 13 } : line)),
    discounts: [
      {
        ...{ promotionId, name: 'Banana days', couponCode, amount: 100, deliveryFee: 0 },
        limits: { total: null, perCustomer: null, perCoupon: null, ...limits },
      },
    ],
    totals: {
      ...totals,
      ...{ discount: 100, tax: 71, total: 1187 },
      taxes: [{ rate: 700, net: 1016, tax: 71, gross: 1087 }],
    },
  };
}

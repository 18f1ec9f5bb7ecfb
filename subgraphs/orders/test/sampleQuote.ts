import { checkoutOptions } from '@nakku/contracts';
import type { Quote } from '@nakku/quote';
import { v7 as uuidv7 } from 'uuid';

const address = {
  lines: ['Rosenthaler Straße 40', '3rd floor'],
  city: 'Berlin',
  postcode: '10178',
  country: 'DE',
  location: { latitude: 52.5242, longitude: 13.4022 },
  instructions: 'Second courtyard',
};

/** Two lines of one product and one of another: 2 × 199 + 1 × 199 + 3 × 100 = 897, with fee and tip 1287. */
export function sampleQuote(over: Partial<Quote> = {}): Quote {
  const storeId = over.storeId ?? uuidv7();
  const milk = uuidv7();
  const line = (productId: string, name: string, quantity: number, unitPrice: number, tax: number) => ({
    lineId: uuidv7(),
    productId,
    sku: name.toUpperCase(),
    name,
    packaging: '1 l',
    imageUrl: null,
    quantity,
    unitPrice,
    taxRate: 700,
    discount: 0,
    total: quantity * unitPrice,
    tax,
    note: quantity === 3 ? 'ripe ones' : null,
    substitution: 'ASK' as const,
  });
  return {
    quoteId: uuidv7(),
    customerId: uuidv7(),
    cartId: uuidv7(),
    cartVersion: 4,
    cartOrderNo: 1,
    storeId,
    currency: 'EUR',
    lines: [
      line(milk, 'milk', 2, 199, 26),
      line(milk, 'milk', 1, 199, 13),
      line(uuidv7(), 'bananas', 3, 100, 20),
    ],
    totals: {
      currency: 'EUR',
      subtotal: 897,
      discount: 0,
      deliveryFee: 290,
      tip: 100,
      tax: 78,
      taxes: [{ rate: 700, net: 1109, tax: 78, gross: 1187 }],
      deliveryFeeTaxRate: null,
      tipTaxRate: null,
      total: 1287,
    },
    discounts: [],
    pickup: { storeId, name: 'Nakku Mitte', address },
    dropoff: address,
    deliveryTerms: { fee: 290, freeFrom: null, radiusMeters: 5_000 },
    promise: {
      from: new Date(Date.now() + 10 * 60_000).toISOString(),
      to: new Date(Date.now() + 25 * 60_000).toISOString(),
    },
    ...checkoutOptions.parse({ handover: 'LEFT_AT_DOOR' }),
    ...over,
  };
}

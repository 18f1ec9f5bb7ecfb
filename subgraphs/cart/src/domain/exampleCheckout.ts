import type { StoreState } from '@nakku/contracts';
import type { Cart, PricedLine } from './cart.ts';
import { exampleCart } from './exampleCart.ts';

export const now = new Date('2026-03-02T12:00:30Z');
export const address = {
  lines: ['Street 1'],
  city: 'Berlin',
  postcode: '10115',
  country: 'DE',
  location: { latitude: 52.52, longitude: 13.41 },
  instructions: null,
};
export const store: StoreState = {
  storeId: 'store',
  name: 'Nakku Mitte',
  address,
  radiusMeters: 4000,
  timeZone: 'UTC',
  openingHours: [{ weekday: 1, opens: 0, closes: 1440 }],
  deliveryFee: 290,
  freeDeliveryFrom: 4000,
  currency: 'EUR',
  status: 'OPEN',
};
export const far = { ...address, location: { latitude: 52.54, longitude: 13.41 } };
export const line = (
  productId: string,
  quantity: number,
  price: number,
  more: Partial<PricedLine> = {},
): PricedLine => ({
  lineId: `line of ${productId}`,
  productId,
  quantity,
  note: null,
  ifUnavailable: 'MY_CHOICE',
  addedPrice: price,
  addedAt: now,
  available: 100,
  product: {
    productId,
    sku: productId,
    name: productId,
    packaging: '1 l',
    imageUrl: null,
    price,
    currency: 'EUR',
    taxRate: 700,
    ageLimit: null,
    isSold: true,
    categoryId: null,
    minPerOrder: 1,
    maxPerOrder: null,
    storePrices: [],
  },
  ...more,
});
/** A product of which an order has 2–6 pieces. */
export const limited = (productId: string, quantity: number): PricedLine => {
  const any = line(productId, quantity, 1);
  return { ...any, product: any.product && { ...any.product, minPerOrder: 2, maxPerOrder: 6 } };
};
/** A cart of milk and bread at the store, ready for its checkout. */
export const cart = (more: Partial<Cart> = {}): Cart =>
  exampleCart({
    store,
    address,
    tip: 100,
    attributes: [{ key: 'giftNote', value: 'Enjoy' }],
    orderNo: 2,
    version: 7,
    updatedAt: now,
    lines: [line('milk', 3, 119), line('bread', 1, 250)],
    ...more,
  });
const taxRule = { deliveryFeeTaxRate: null, tipTaxRate: null };
export const rule = { packingMs: 600_000, stopMs: 0, windowMs: 900_000, metersPerSecond: 4.5 };
export const deps = {
  quoteId: 'quote',
  now,
  maxLines: 100,
  minTotal: 50,
  promise: rule,
  taxRule,
  expectedTotal: null,
  isAgeConfirmed: false,
};

import type { StoreState } from '@nakku/contracts';
import { journeyMs, promiseAt, standardJourney } from '@nakku/geo';
import type { Cart, PricedLine } from './cart.ts';
import { checkout } from './checkout.ts';
import { exampleCart } from './exampleCart.ts';
import { totalsOf } from './pricing.ts';
import { warningsOf } from './warnings.ts';

const now = new Date('2026-03-02T12:00:30Z');
const address = {
  lines: ['Street 1'],
  city: 'Berlin',
  postcode: '10115',
  country: 'DE',
  location: { latitude: 52.52, longitude: 13.41 },
  instructions: null,
};
const store: StoreState = {
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
const far = { ...address, location: { latitude: 52.54, longitude: 13.41 } };
const line = (
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
  },
  ...more,
});
/** A product of which an order has 2–6 pieces. */
const limited = (productId: string, quantity: number): PricedLine => {
  const any = line(productId, quantity, 1);
  return { ...any, product: any.product && { ...any.product, minPerOrder: 2, maxPerOrder: 6 } };
};
const cart = (more: Partial<Cart> = {}): Cart =>
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
const rule = { packingMs: 600_000, stopMs: 0, windowMs: 900_000, metersPerSecond: 4.5 };
const deps = {
  quoteId: 'quote',
  now,
  maxLines: 100,
  promise: rule,
  taxRule,
  minTotal: 50,
  expectedTotal: null,
  isAgeConfirmed: false,
};

describe('totals', () => {
  test('are lines, fee and tip; tax is contained', () => {
    expect(totalsOf(cart())).toEqual({
      currency: 'EUR',
      subtotal: 607,
      discount: 0,
      deliveryFee: 290,
      tip: 100,
      tax: 58,
      taxes: [{ rate: 700, net: 839, tax: 58, gross: 897 }],
      deliveryFeeTaxRate: null,
      tipTaxRate: null,
      total: 997,
    });
  });

  test('tax counts the delivery fee at the rates of the goods', () => {
    const goods = line('milk', 1, 1000);
    expect(totalsOf(cart({ lines: [goods] }))?.tax).toBe(84);
    const standard = { ...goods, product: goods.product && { ...goods.product, taxRate: 1900 } };
    expect(totalsOf(cart({ lines: [standard] }))?.tax).toBe(206);
    expect(totalsOf(cart({ lines: [line('milk', 1, 4000)] }))?.tax).toBe(262);
  });

  test('a fee and a tip with rates of their own are taxed at these', () => {
    const rates = { deliveryFeeTaxRate: 1900, tipTaxRate: 700 };
    expect(totalsOf(cart({ lines: [line('milk', 1, 1000)] }), rates)).toMatchObject({
      tax: 118,
      taxes: [
        { rate: 700, net: 1028, tax: 72, gross: 1100 },
        { rate: 1900, net: 244, tax: 46, gross: 290 },
      ],
      ...rates,
      total: 1390,
    });
  });

  test.each([
    [4000, 0],
    [3999, 290],
  ])('a subtotal of %i has a delivery fee of %i', (price, fee) => {
    expect(totalsOf(cart({ lines: [line('milk', 1, price)] }))?.deliveryFee).toBe(fee);
  });

  test('a store that never delivers for nothing always has its fee', () => {
    const dear = cart({ store: { ...store, freeDeliveryFrom: null }, lines: [line('milk', 99, 10_000)] });
    expect(totalsOf(dear)?.deliveryFee).toBe(290);
  });

  test('there are none without a priced line', () => {
    expect(totalsOf(cart({ lines: [] }))).toBeNull();
    expect(totalsOf(cart({ lines: [line('milk', 1, 1, { product: null })] }))).toBeNull();
  });
});

describe('warnings', () => {
  test('tell of price, stock, products and currency', () => {
    const milk = line('milk', 3, 119);
    const warnings = warningsOf(
      cart({
        lines: [
          { ...milk, addedPrice: 109, available: 2 },
          line('gone', 1, 1, { product: null }),
          line('foreign', 1, 1, { product: milk.product && { ...milk.product, currency: 'USD' } }),
        ],
      }),
      now,
    );
    expect(
      warnings.map(({ code, lineId, availableQuantity, previousPrice }) => [
        code,
        lineId,
        availableQuantity,
        previousPrice,
      ]),
    ).toEqual([
      ['PRICE_CHANGED', 'line of milk', null, { amount: 109, currency: 'EUR' }],
      ['SHORT_STOCK', 'line of milk', 2, null],
      ['PRODUCT_GONE', 'line of gone', null, null],
      ['CURRENCY_MISMATCH', 'line of foreign', null, null],
    ]);
  });

  test('tell of a product that the store never had, and not before there is a store', () => {
    const lines = [line('milk', 1, 119, { available: null })];
    expect(warningsOf(cart({ lines }), now)).toMatchObject([
      { code: 'NOT_IN_STORE', lineId: 'line of milk' },
    ]);
    expect(warningsOf(cart({ lines, store: null, address: null }), now)).toEqual([]);
  });

  test('tell of an address that the store no longer reaches', () => {
    expect(warningsOf(cart({ store: { ...store, radiusMeters: 1 }, address: far }), now)).toMatchObject([
      { code: 'NOT_SERVED' },
    ]);
  });

  test('a price beyond every limit is not sold, and does not break the sums', () => {
    const milk = line('milk', 99, 119);
    const product = milk.product && { ...milk.product, price: Number.MAX_SAFE_INTEGER };
    const dear = cart({ lines: [{ ...milk, product }] });
    expect(totalsOf(dear)).toBeNull();
    expect(warningsOf(dear, now)).toMatchObject([{ code: 'PRODUCT_GONE' }]);
  });

  test('tell of the store', () => {
    expect(warningsOf(cart({ store: { ...store, openingHours: [] } }), now).map((w) => w.code)).toEqual([
      'STORE_CLOSED',
    ]);
    expect(warningsOf(cart({ store: null }), now).map((w) => w.code)).toEqual(['NOT_SERVED']);
    expect(warningsOf(cart({ store: null, address: null }), now)).toEqual([]);
  });
});

describe('checkout', () => {
  test('is the whole cart, priced, with the next order number', () => {
    const result = checkout(cart(), 'customer', deps);
    expect(result).toMatchObject({
      kind: 'quote',
      quote: {
        quoteId: 'quote',
        customerId: 'customer',
        cartId: 'cart',
        cartVersion: 7,
        cartOrderNo: 3,
        lines: [
          { productId: 'milk', quantity: 3, unitPrice: 119, total: 357, tax: 23, discount: 0 },
          { productId: 'bread', quantity: 1, unitPrice: 250, total: 250, tax: 16, discount: 0 },
        ],
        totals: { total: 997 },
        handover: 'CODE',
        attributes: [{ key: 'giftNote', value: 'Enjoy' }],
        promise: { from: '2026-03-02T12:11:00.000Z', to: '2026-03-02T12:26:00.000Z' },
      },
    });
  });

  test('begins its promise where the ETA of a delivery without a courier is', () => {
    const journey = { stage: 'TO_STORE', isPacked: false, courier: null } as const;
    const way = { ...journey, store: address.location, door: far.location };
    const from = new Date(now.getTime() + journeyMs(way, standardJourney));
    const promise = promiseAt(now, way.store, way.door, { ...standardJourney, windowMs: 900_000 });
    expect(new Date(promise.from).getTime() - from.getTime()).toBeLessThan(60_000);
    expect(new Date(promise.from).getTime()).toBeGreaterThanOrEqual(from.getTime());
  });

  test('short stock does not stand in the way', () => {
    expect(checkout(cart({ lines: [line('milk', 3, 119, { available: 0 })] }), 'customer', deps).kind).toBe(
      'quote',
    );
  });

  const gone = line('gone', 1, 1, { product: null });
  const tooMany = Array.from({ length: 101 }, (_, index) => line(`product ${index}`, 1, 1));
  const milk = line('milk', 1, 1).product;
  const foreign = line('foreign', 1, 1, { product: milk && { ...milk, currency: 'USD' } });
  const gin = line('gin', 1, 1, { product: milk && { ...milk, ageLimit: 18 } });
  const closing = (closes: number) => ({ ...store, openingHours: [{ weekday: 1, opens: 0, closes }] });
  test.each<[string, Partial<Cart>, string[][]]>([
    ['without lines', { lines: [] }, [['CART_EMPTY']]],
    ['with all lines in an order', { lines: [], hasLinesInOrder: true }, [['CART_IN_ORDER']]],
    ['without an address', { address: null, store: null }, [['NO_ADDRESS']]],
    ['out of reach', { store: null }, [['NOT_SERVED']]],
    [
      'that the store no longer reaches',
      { store: { ...store, radiusMeters: 100 }, address: far },
      [['NOT_SERVED']],
    ],
    ['of a store with more lines than it may have', { lines: tooMany }, [['LIMIT_EXCEEDED']]],
    [
      'with more pieces than a line may have',
      { lines: [line('milk', 100, 1)] },
      [['LIMIT_EXCEEDED', 'line of milk']],
    ],
    [
      'with more and fewer pieces than an order may have',
      { lines: [limited('eggs', 7), limited('milk', 1), limited('figs', 2), limited('nuts', 6)] },
      [
        ['LIMIT_EXCEEDED', 'line of eggs'],
        ['LIMIT_EXCEEDED', 'line of milk'],
      ],
    ],
    ['with a tip beyond its limit', { tip: 10_001 }, [['LIMIT_EXCEEDED']]],
    [
      'with a product that the store never had',
      { lines: [line('milk', 1, 1), line('salt', 1, 1, { available: null })] },
      [['NOT_IN_STORE', 'line of salt']],
    ],
    ['of a paused store', { store: { ...store, isPaused: true } }, [['STORE_CLOSED']]],
    ['of a store on holiday', { store: { ...store, closedDates: ['2026-03-02'] } }, [['STORE_CLOSED']]],
    ['of a closed store', { store: { ...store, status: 'CLOSED' } }, [['STORE_CLOSED']]],
    // Promised until 12:26.
    [
      'that cannot be delivered before the store closes',
      { store: closing(12 * 60 + 26) },
      [['STORE_CLOSED']],
    ],
    ['below the minimum order of the store', { store: { ...store, minimumOrder: 608 } }, [['MINIMUM_ORDER']]],
    [
      'with an age limit that was not confirmed',
      { lines: [line('milk', 1, 1), gin] },
      [['AGE_NOT_CONFIRMED', 'line of gin']],
    ],
    ['with a product that is gone', { lines: [gone] }, [['PRODUCT_GONE', 'line of gone']]],
    [
      'in two currencies',
      { lines: [line('milk', 1, 1), foreign] },
      [['CURRENCY_MISMATCH', 'line of foreign']],
    ],
  ])('a cart %s is refused', (_, more, refusals) => {
    const result = checkout(cart(more), 'customer', deps);
    expect(
      result.kind === 'refused' && result.refusals.map(({ code, lineIds }) => [code, ...lineIds]),
    ).toEqual(refusals);
  });

  test('with an age limit needs the age confirmed, and somebody at the door', () => {
    const confirmed = { ...deps, isAgeConfirmed: true };
    const lines = [line('milk', 1, 1), gin];
    const result = checkout(cart({ lines }), 'customer', confirmed);
    expect(result).toMatchObject({
      kind: 'quote',
      quote: { lines: [{ ageLimit: null }, { ageLimit: 18 }] },
    });
    expect(checkout(cart({ lines, handover: 'LEFT_AT_DOOR' }), 'customer', confirmed)).toEqual({
      kind: 'refused',
      refusals: [
        {
          code: 'AGE_CHECK_AT_DOOR',
          message: 'Products with an age limit are not left at the door: choose another handover.',
          lineIds: ['line of gin'],
        },
      ],
    });
    expect(checkout(cart({ handover: 'LEFT_AT_DOOR' }), 'customer', deps).kind).toBe('quote');
  });

  test('of as much as the minimum order of the store is possible', () => {
    expect(checkout(cart({ store: { ...store, minimumOrder: 607 } }), 'customer', deps).kind).toBe('quote');
  });

  test('with another total than the customer agreed to is refused', () => {
    expect(checkout(cart(), 'customer', { ...deps, expectedTotal: 997 }).kind).toBe('quote');
    expect(checkout(cart(), 'customer', { ...deps, expectedTotal: 996 })).toEqual({
      kind: 'refused',
      refusals: [
        {
          code: 'TOTAL_CHANGED',
          message: 'The total is 9.97 EUR now. Confirm it and check out again.',
          lineIds: [],
        },
      ],
    });
  });

  test('is possible as long as the promise ends before the store closes', () => {
    expect(checkout(cart({ store: closing(12 * 60 + 27) }), 'customer', deps).kind).toBe('quote');
  });

  test('a promise counts packing and the ride, on whole minutes', () => {
    expect(promiseAt(now, address.location, far.location, rule)).toEqual({
      from: '2026-03-02T12:22:00.000Z',
      to: '2026-03-02T12:37:00.000Z',
    });
  });
});

import type { StoreState } from '@nakku/events';
import type { Cart, PricedLine } from '../src/domain/cart.ts';
import { checkout, promiseAt } from '../src/domain/checkout.ts';
import { totalsOf } from '../src/domain/pricing.ts';
import { warningsOf } from '../src/domain/warnings.ts';

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
  substitution: 'ASK',
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
    isSold: true,
  },
  ...more,
});
const cart = (more: Partial<Cart> = {}): Cart => ({
  id: 'cart',
  customerId: 'customer',
  tokenHash: null,
  store,
  address,
  tip: 100,
  handover: 'CODE',
  orderNo: 2,
  version: 7,
  updatedAt: now,
  lines: [line('milk', 3, 119), line('bread', 1, 250)],
  hasLinesInOrder: false,
  ...more,
});
const rule = { packingMs: 600_000, windowMs: 900_000, metersPerSecond: 4.5 };
const around = { quoteId: 'quote', now, promise: rule };

describe('totals', () => {
  test('are lines, fee and tip; tax is contained', () => {
    expect(totalsOf(cart())).toEqual({
      currency: 'EUR',
      subtotal: 607,
      discount: 0,
      deliveryFee: 290,
      tip: 100,
      tax: 58,
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
    const result = checkout(cart(), 'customer', around);
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
        promise: { from: '2026-03-02T12:11:00.000Z', to: '2026-03-02T12:26:00.000Z' },
      },
    });
  });

  test('short stock does not stand in the way', () => {
    expect(checkout(cart({ lines: [line('milk', 3, 119, { available: 0 })] }), 'customer', around).kind).toBe(
      'quote',
    );
  });

  const gone = line('gone', 1, 1, { product: null });
  const milk = line('milk', 1, 1).product;
  const foreign = line('foreign', 1, 1, { product: milk && { ...milk, currency: 'USD' } });
  test.each<[string, Partial<Cart>, string[][]]>([
    ['without lines', { lines: [] }, [['CART_EMPTY']]],
    ['with all lines in an order', { lines: [], hasLinesInOrder: true }, [['CART_IN_ORDER']]],
    ['without an address', { address: null, store: null }, [['NO_ADDRESS']]],
    ['out of reach', { store: null }, [['NOT_SERVED']]],
    ['of a closed store', { store: { ...store, status: 'CLOSED' } }, [['STORE_CLOSED']]],
    ['with a product that is gone', { lines: [gone] }, [['PRODUCT_GONE', 'line of gone']]],
    [
      'in two currencies',
      { lines: [line('milk', 1, 1), foreign] },
      [['CURRENCY_MISMATCH', 'line of foreign']],
    ],
  ])('a cart %s is refused', (_, more, refusals) => {
    const result = checkout(cart(more), 'customer', around);
    expect(
      result.kind === 'refused' && result.refusals.map(({ code, lineIds }) => [code, ...lineIds]),
    ).toEqual(refusals);
  });

  test('a promise counts packing and the ride, on whole minutes', () => {
    const far = { latitude: 52.54, longitude: 13.41 };
    expect(promiseAt(now, address.location, far, rule)).toEqual({
      from: '2026-03-02T12:22:00.000Z',
      to: '2026-03-02T12:37:00.000Z',
    });
  });
});

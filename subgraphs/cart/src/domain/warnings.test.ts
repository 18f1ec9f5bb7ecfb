import { now, store, far, line, cart } from './exampleCheckout.ts';
import { totalsOf } from './pricing.ts';
import { warningsOf } from './warnings.ts';

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

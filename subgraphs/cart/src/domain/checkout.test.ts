import { journeyMs, promiseAt, standardJourney } from '@nakku/geo';
import type { Cart } from './cart.ts';
import { checkout } from './checkout.ts';
import { now, address, store, far, line, limited, cart, rule, deps } from './exampleCheckout.ts';

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

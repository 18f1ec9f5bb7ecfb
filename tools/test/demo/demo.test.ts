import { orderLines, price, stepLine } from '../../src/demo/lines.ts';
import type { DemoProduct, Tracked } from '../../src/demo/operations.ts';
import { chooseProducts } from '../../src/demo/products.ts';

const product = (id: string, category: string, inStock = true): DemoProduct => ({
  id,
  name: `Product ${id}`,
  packaging: '1 l',
  price: { amount: 139, currency: 'EUR' },
  category: { id: category, name: category },
  availability: { available: inStock ? 100 : 0, inStock },
});

test('chooses the first in stock of each search, no two of a category', () => {
  const found = [
    [product('sold-out', 'milk', false), product('milk', 'milk')],
    [product('more-milk', 'milk'), product('bread', 'bread')],
    [product('only-milk', 'milk')],
    [product('coffee', 'coffee')],
    [product('tea', 'tea')],
  ];
  expect(chooseProducts(found, 3).map(({ id }) => id)).toEqual(['milk', 'bread', 'coffee']);
});

const tracked: Tracked = {
  cursor: 'c',
  sequence: 7,
  step: { kind: 'PICKED_UP', status: 'OUT_FOR_DELIVERY', at: new Date(0), detail: null },
  order: {
    number: 'NK-000001',
    eta: null,
    cancelReason: null,
    totals: { total: { amount: 2814, currency: 'EUR' } },
    customer: { name: 'Carla' },
    store: { name: 'Nakku Mitte' },
    lines: [
      {
        name: 'Milk',
        quantity: 2,
        product: {
          name: 'Milk',
          price: { amount: 139, currency: 'EUR' },
          availability: { available: 98, inStock: true },
        },
      },
      { name: 'Bread', quantity: 1, product: null },
    ],
    payment: { status: 'AUTHORIZED', method: { label: 'Visa •••• 4242' } },
    delivery: {
      status: 'PICKED_UP',
      dropoff: { location: { latitude: 52.5242, longitude: 13.4022 } },
      courier: {
        displayName: 'Goran',
        vehicle: 'SCOOTER',
        position: { location: { latitude: 52.5242, longitude: 13.4022 } },
      },
    },
  },
};

test('a step tells what happened, after how long, and where everything is', () => {
  expect(stepLine(tracked, 635).split('\n')).toEqual([
    '  +635 ms  OUT_FOR_DELIVERY  The courier has it.',
    '                             payment authorized · delivery picked up · Goran, scooter, 0 m away',
  ]);
});

test('an order is told with what the other services know of it', () => {
  expect(orderLines(tracked.order)).toEqual([
    'Order NK-000001 of Carla from Nakku Mitte, 28.14 EUR by Visa •••• 4242',
    '  2 × Milk  (1.39 EUR each, 98 left)',
    '  1 × Bread  (catalogue away)',
  ]);
  expect(price({ amount: 5, currency: 'EUR' })).toBe('0.05 EUR');
});

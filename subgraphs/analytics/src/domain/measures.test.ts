import fc from 'fast-check';
import { measuresOf, sumCounts } from './measures.ts';

const counts = fc.dictionary(
  fc.constantFrom(
    'ordersDelivered',
    'gross',
    'tax',
    'pieces',
    'piecesShort',
    'cancelled:NO_COURIER',
    'door:340',
  ),
  fc.integer({ min: 1, max: 1_000_000 }),
);

test('counters of parts add up to those of the whole, in any groups', () => {
  fc.assert(
    fc.property(counts, counts, counts, (one, two, three) => {
      expect(sumCounts([sumCounts([one, two]), three])).toEqual(sumCounts([one, two, three]));
    }),
  );
});

test('no rate of nothing', () => {
  expect(measuresOf({})).toMatchObject({
    ...{ averageBasket: null, piecesPerOrder: null, fillRate: null, promiseKeptRate: null },
    ...{ orderToDoorP50: null, grossRevenue: 0, netRevenue: 0, cancellations: [] },
  });
});

test('the basket of two periods is that of their orders, not the mean of their baskets', () => {
  const [quiet, busy] = [
    { ordersDelivered: 1, gross: 1_000 },
    { ordersDelivered: 9, gross: 18_000 },
  ];
  expect(measuresOf(sumCounts([quiet, busy])).averageBasket).toBe(1_900);
});

test('cancellations are listed by number, then by reason', () => {
  const { cancellations } = measuresOf({
    'cancelled:STORE_TIMEOUT': 1,
    'cancelled:NO_COURIER': 1,
    'cancelled:OUT_OF_STOCK': 3,
  });
  expect(cancellations.map(({ reason, count }) => `${reason} ${count}`)).toEqual([
    'OUT_OF_STOCK 3',
    'NO_COURIER 1',
    'STORE_TIMEOUT 1',
  ]);
});

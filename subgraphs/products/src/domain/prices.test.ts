import {
  lowestPriceOf,
  nextPriceChange,
  type PriceEntry,
  priceEntryStatus,
  priceIn,
  pricesAt,
} from './prices.ts';

const time = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour));
const entry = (
  id: string,
  price: number,
  from: number,
  until: number | null,
  storeId: string | null = null,
) =>
  ({
    ...{ id, productId: 'milk', storeId, price, version: 1 },
    ...{ validFrom: time(from), validUntil: until === null ? null : time(until) },
  }) satisfies PriceEntry;

test('an entry holds from its first instant to before its last', () => {
  const sale = entry('sale', 90, 10, 12);
  const statuses = [time(10).getTime() - 1, time(10), time(12).getTime() - 1, time(12)];
  expect(statuses.map((at) => priceEntryStatus(sale, new Date(at)))).toEqual([
    'SCHEDULED',
    'ACTIVE',
    'ACTIVE',
    'ENDED',
  ]);
});

test('the entry that began last holds, and the base price where none does', () => {
  const entries = [
    entry('a', 90, 10, 20),
    entry('c', 70, 12, 14),
    entry('b', 80, 12, 14),
    entry('d', 60, 21, null),
  ];
  const prices = [9, 10, 12, 14, 20, 21, 500].map((hour) => pricesAt(100, entries, time(hour)).price);
  expect(prices).toEqual([100, 90, 70, 90, 100, 60, 60]);
});

test('an entry of a store comes before those of all stores', () => {
  const entries = [
    entry('all', 90, 10, 20),
    entry('north', 80, 8, 12, 'north'),
    entry('south', 90, 8, null, 'south'),
    entry('east', 95, 9, null, 'east'),
  ];
  const at = (hour: number) => pricesAt(100, entries, time(hour));
  expect(at(11)).toEqual({
    price: 90,
    storePrices: [
      { storeId: 'east', price: 95 },
      { storeId: 'north', price: 80 },
    ],
  });
  expect([priceIn(at(11), 'north'), priceIn(at(11), 'south'), priceIn(at(11), null)]).toEqual([80, 90, 90]);
  // South's price is none of its own only as long as it is the general one.
  expect(priceIn(at(20), 'south')).toBe(90);
  expect(at(20).price).toBe(100);
});

test('the next change is the next beginning or end', () => {
  const entries = [entry('a', 90, 10, 20), entry('b', 80, 12, null)];
  const next = (hour: number) => nextPriceChange(entries, time(hour));
  expect([next(9), next(10), next(12), next(20)]).toEqual([time(10), time(12), time(20), null]);
});

test('the lowest price counts what is ahead, not what is over', () => {
  const entries = [entry('a', 50, 1, 2), entry('b', 80, 12, null, 'north')];
  expect(lowestPriceOf(100, entries, time(3))).toBe(80);
  expect(lowestPriceOf(70, entries, time(3))).toBe(70);
});

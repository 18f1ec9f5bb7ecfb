import { isOpen, moveStore, nearestServing, overlappingHours, type Store, updateStore } from './store.ts';

const store = (storeId: string, latitude: number, more: Partial<Store> = {}): Store => ({
  storeId,
  name: storeId,
  address: {
    lines: ['Street 1'],
    city: 'Berlin',
    postcode: '10115',
    country: 'DE',
    location: { latitude, longitude: 13.4 },
    instructions: null,
  },
  radiusMeters: 3000,
  timeZone: 'UTC',
  openingHours: [{ weekday: 1, opens: 480, closes: 1320 }],
  closedDates: [],
  deliveryFee: 290,
  freeDeliveryFrom: null,
  minimumOrder: null,
  currency: 'EUR',
  status: 'OPEN',
  version: 1,
  ...more,
});

const mondayNoon = new Date('2026-03-02T12:00:00Z');

test('a store is open in its hours, and never when closed for good', () => {
  expect(isOpen(store('a', 52.5), mondayNoon)).toBe(true);
  expect(isOpen(store('a', 52.5), new Date('2026-03-03T12:00:00Z'))).toBe(false);
  expect(isOpen(store('a', 52.5, { status: 'CLOSED' }), mondayNoon)).toBe(false);
  expect(isOpen(store('a', 52.5, { status: 'PAUSED' }), mondayNoon)).toBe(false);
  expect(isOpen(store('a', 52.5, { closedDates: ['2026-03-02'] }), mondayNoon)).toBe(false);
});

test('the nearest open store comes first, at most as many as asked', () => {
  const stores = [
    store('far', 52.51),
    store('near', 52.5),
    store('out', 53),
    store('shut', 52.5, { openingHours: [] }),
  ];
  const ids = (limit: number) =>
    nearestServing(stores, { latitude: 52.5, longitude: 13.4 }, mondayNoon, limit).map((s) => s.storeId);
  expect(ids(10)).toEqual(['near', 'far']);
  expect(ids(1)).toEqual(['near']);
});

test.each([
  [
    [
      [1, 0, 600],
      [1, 600, 900],
    ],
    null,
  ],
  [
    [
      [1, 0, 600],
      [1, 599, 900],
    ],
    1,
  ],
  [
    [
      [1, 0, 600],
      [2, 0, 600],
      [1, 100, 200],
    ],
    2,
  ],
  [[], null],
] as const)('hours of %j overlap at %s', (hours, at) => {
  expect(overlappingHours(hours.map(([weekday, opens, closes]) => ({ weekday, opens, closes })))).toBe(at);
});

test('an update changes what is given, for the version that it is based on', () => {
  const old = store('a', 52.5, { freeDeliveryFrom: 4000 });
  expect(updateStore(old, 1, { name: 'New' })).toEqual({ store: { ...old, name: 'New', version: 2 } });
  expect(updateStore(old, 1, { freeDeliveryFrom: null })).toEqual({
    store: { ...old, freeDeliveryFrom: null, version: 2 },
  });
  expect(updateStore(old, 2, { name: 'New' })).toEqual({
    refused: { kind: 'version_conflict', currentVersion: 1 },
  });
  expect(updateStore({ ...old, status: 'CLOSED' }, 1, { name: 'New' })).toEqual({
    refused: { kind: 'closed' },
  });
});

test.each([
  ['OPEN', 'PAUSED', 'PAUSED'],
  ['PAUSED', 'OPEN', 'OPEN'],
  ['PAUSED', 'PAUSED', 'PAUSED'],
  ['PAUSED', 'CLOSED', 'CLOSED'],
  ['CLOSED', 'CLOSED', 'CLOSED'],
  ['CLOSED', 'OPEN', null],
  ['CLOSED', 'PAUSED', null],
] as const)('a store that is %s and is to be %s is %s', (from, to, status) => {
  const old = store('a', 52.5, { status: from });
  expect(moveStore(old, to)).toEqual(
    status === null
      ? { refused: { kind: 'closed' } }
      : { store: { ...old, status, version: from === to ? 1 : 2 } },
  );
});

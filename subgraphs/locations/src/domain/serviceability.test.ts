import { standardJourney } from '@nakku/geo';
import { serviceabilityAt } from './serviceability.ts';
import type { DeliveringStore } from './store.ts';
import type { Zone } from './zone.ts';

const now = new Date('2026-03-02T12:00:00Z');
const point = { latitude: 52.52, longitude: 13.4 };
const rule = { ...standardJourney, windowMs: 900_000 };
const always = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: 0, closes: 1440 }));
const store = (storeId: string, more: Partial<DeliveringStore> = {}): DeliveringStore => ({
  storeId,
  location: point,
  radiusMeters: 2_000,
  timeZone: 'Europe/Berlin',
  openingHours: always,
  closedDates: [],
  isPaused: false,
  deliveryFee: 290,
  freeDeliveryFrom: null,
  currency: 'EUR',
  hasZones: true,
  ...more,
});
const zone = (zoneId: string, storeId: string, more: Partial<Zone> = {}): Zone => ({
  zoneId,
  storeId,
  name: zoneId,
  area: [
    [
      [
        [13.3, 52.4],
        [13.5, 52.4],
        [13.5, 52.6],
        [13.3, 52.6],
        [13.3, 52.4],
      ],
    ],
  ],
  priority: 0,
  fee: { base: 100, perKilometre: 0, includedMeters: 0, freeFrom: 3_000 },
  minOrder: 1_500,
  weekly: null,
  exceptions: [],
  currency: 'EUR',
  surge: null,
  status: 'ACTIVE',
  version: 1,
  ...more,
});
const serve = (stores: DeliveringStore[], zones: Zone[], isInside = false) =>
  serviceabilityAt({ stores, candidates: zones.map((one) => ({ zone: one, isInside })) }, point, now, rule);

test('the zone of greater priority delivers, then the nearer store', () => {
  const far = store('far', { location: { latitude: 52.53, longitude: 13.4 } });
  const near = store('near');
  expect(serve([far, near], [zone('a', 'far'), zone('b', 'near')])).toMatchObject({
    kind: 'served',
    zone: { zoneId: 'b' },
    fee: 100,
    freeFrom: 3_000,
    minOrder: 1_500,
    promise: { from: '2026-03-02T12:05:00.000Z', to: '2026-03-02T12:20:00.000Z' },
  });
  expect(serve([far, near], [zone('a', 'far', { priority: 1 }), zone('b', 'near')])).toMatchObject({
    kind: 'served',
    store: { storeId: 'far' },
    zone: { zoneId: 'a' },
  });
});

test('a zone that is paused leaves the point to the next one', () => {
  const zones = [zone('a', 'one', { priority: 9, status: 'PAUSED' }), zone('b', 'one')];
  expect(serve([store('one')], zones)).toMatchObject({ kind: 'served', zone: { zoneId: 'b' } });
});

test('a store without zones delivers within its radius, after those with zones', () => {
  const plain = store('plain', { hasZones: false });
  expect(serve([plain], [])).toMatchObject({
    kind: 'served',
    zone: null,
    fee: 290,
    freeFrom: null,
    minOrder: 0,
  });
  expect(serve([plain, store('one')], [zone('a', 'one')])).toMatchObject({
    kind: 'served',
    zone: { zoneId: 'a' },
  });
  expect(serve([store('plain', { hasZones: true })], [])).toEqual({ kind: 'nowhere' });
  const tooFar = { latitude: 52.54, longitude: 13.4 };
  expect(serve([store('plain', { hasZones: false, location: tooFar })], [])).toEqual({ kind: 'nowhere' });
});

test.each([
  ['STORE_PAUSED', null, { isPaused: true }, {}],
  ['ZONE_PAUSED', null, {}, { status: 'PAUSED' }],
  ['STORE_CLOSED', '2026-03-02T23:00:00.000Z', { closedDates: ['2026-03-02'] }, {}],
  ['OUTSIDE_HOURS', '2026-03-02T17:00:00.000Z', {}, { weekly: [{ weekday: 1, opens: 1080, closes: 1200 }] }],
  ['OUTSIDE_HOURS', '2026-03-02T23:00:00.000Z', {}, { exceptions: [{ date: '2026-03-02', hours: [] }] }],
  ['STORE_CLOSED', null, { openingHours: [] }, {}],
] as const)('%s is the reason, next at %s', (reason, opensAt, ofStore, ofZone) => {
  const result = serve([store('one', ofStore)], [zone('a', 'one', ofZone)]);
  expect(result).toMatchObject({ kind: 'later', reason, zone: { zoneId: 'a' } });
  expect(result.kind === 'later' && (result.opensAt?.toISOString() ?? null)).toBe(opensAt);
});

test('outside its polygon a zone does not count, in a cell inside it does without a look', () => {
  const elsewhere = zone('a', 'one', {
    area: [
      [
        [
          [10, 50],
          [10.1, 50],
          [10.1, 50.1],
          [10, 50],
        ],
      ],
    ],
  });
  expect(serve([store('one')], [elsewhere])).toEqual({ kind: 'nowhere' });
  expect(serve([store('one')], [elsewhere], true)).toMatchObject({ kind: 'served' });
  expect(serve([], [zone('a', 'closed for good')])).toEqual({ kind: 'nowhere' });
  expect(serve([store('one')], [zone('a', 'one', { status: 'CLOSED' })])).toEqual({ kind: 'nowhere' });
});

import {
  distanceMeters,
  isOpenAt,
  isTimeZone,
  journeyMs,
  type ServingStore,
  storesInReach,
  storesServing,
  travelMs,
} from './index.ts';

const alexanderplatz = { latitude: 52.5219, longitude: 13.4132 };
const brandenburgGate = { latitude: 52.5163, longitude: 13.3777 };

describe('distance', () => {
  test('follows the great circle', () => {
    expect(Math.round(distanceMeters(alexanderplatz, brandenburgGate))).toBe(2481);
    expect(distanceMeters(alexanderplatz, alexanderplatz)).toBe(0);
  });

  test('crosses the date line the short way', () => {
    const west = { latitude: 0, longitude: 179.5 };
    const east = { latitude: 0, longitude: -179.5 };
    expect(Math.round(distanceMeters(west, east))).toBe(111_195);
  });

  test('a ride is the distance with its detour at a speed', () => {
    expect(travelMs(alexanderplatz, brandenburgGate, 5)).toBe(645_163);
  });
});

describe('journey', () => {
  const rule = { metersPerSecond: 5, packingMs: 180_000, stopMs: 60_000 };
  const ride = travelMs(alexanderplatz, brandenburgGate, 5);
  const journey = { courier: null, store: alexanderplatz, door: brandenburgGate };

  test.each([
    ['goods that are being packed', { stage: 'TO_STORE', isPacked: false } as const, 300_000 + ride],
    ['packed goods', { stage: 'TO_STORE', isPacked: true } as const, 120_000 + ride],
    ['a courier who waits for the goods', { stage: 'AT_STORE', isPacked: false } as const, 300_000 + ride],
    ['goods on their way', { stage: 'CARRIED', isPacked: true } as const, 60_000 + ride],
  ])('of %s', (_, now, ms) => {
    expect(journeyMs({ ...journey, ...now }, rule)).toBe(ms);
  });

  test('waits for the courier if that takes longer than packing', () => {
    const far = { ...journey, courier: brandenburgGate, stage: 'TO_STORE', isPacked: false } as const;
    expect(journeyMs(far, rule)).toBe(2 * ride + 120_000);
    const near = { ...journey, courier: brandenburgGate, stage: 'CARRIED', isPacked: true } as const;
    expect(journeyMs(near, rule)).toBe(60_000);
  });
});

describe('opening hours', () => {
  const mondays = [{ weekday: 1, opens: 8 * 60, closes: 22 * 60 }];

  test.each([
    ['2026-03-02T06:59:00Z', false],
    ['2026-03-02T07:00:00Z', true],
    ['2026-03-02T20:59:00Z', true],
    ['2026-03-02T21:00:00Z', false],
    ['2026-03-03T12:00:00Z', false],
    // Summer time: 08:00 in Berlin is 06:00 UTC.
    ['2026-07-06T06:00:00Z', true],
  ])('at %s open is %s', (at, open) => {
    expect(isOpenAt(mondays, 'Europe/Berlin', new Date(at))).toBe(open);
  });

  test('midnight is the first minute of a day that is open all day', () => {
    const all = [{ weekday: 1, opens: 0, closes: 1440 }];
    expect(isOpenAt(all, 'UTC', new Date('2026-03-02T00:00:00Z'))).toBe(true);
    expect(isOpenAt(all, 'UTC', new Date('2026-03-02T23:59:59Z'))).toBe(true);
    expect(isOpenAt(all, 'UTC', new Date('2026-03-03T00:00:00Z'))).toBe(false);
  });

  test('a closed date is a day of the store’s time zone', () => {
    const all = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: 0, closes: 1440 }));
    const open = (at: string) => isOpenAt(all, 'Europe/Berlin', new Date(at), ['2026-12-25']);
    expect(open('2026-12-24T22:59:59Z')).toBe(true);
    expect(open('2026-12-24T23:00:00Z')).toBe(false);
    expect(open('2026-12-25T22:59:59Z')).toBe(false);
    expect(open('2026-12-25T23:00:00Z')).toBe(true);
  });

  test('knows which zones exist', () => {
    expect(isTimeZone('Europe/Berlin')).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
  });
});

describe('serving', () => {
  const store = (storeId: string, location: ServingStore['location'], more: Partial<ServingStore> = {}) => ({
    storeId,
    location,
    radiusMeters: 3000,
    timeZone: 'UTC',
    openingHours: [{ weekday: 1, opens: 0, closes: 1440 }],
    status: 'OPEN' as const,
    ...more,
  });
  const monday = new Date('2026-03-02T12:00:00Z');

  test('the nearest open store within its radius comes first', () => {
    const stores = [
      store('far', brandenburgGate),
      store('near', alexanderplatz),
      store('short', alexanderplatz, { radiusMeters: 0 }),
      store('closed for good', alexanderplatz, { status: 'CLOSED' }),
      store('closed today', alexanderplatz, { openingHours: [] }),
      store('on holiday', alexanderplatz, { closedDates: ['2026-03-02'] }),
      store('paused', alexanderplatz, { isPaused: true }),
    ];
    expect(
      storesServing(stores, { latitude: 52.522, longitude: 13.4132 }, monday).map((s) => s.storeId),
    ).toEqual(['near', 'far']);
    expect(storesInReach(stores, { latitude: 52.522, longitude: 13.4132 }).map((s) => s.storeId)).toEqual([
      'closed today',
      'near',
      'on holiday',
      'paused',
      'far',
    ]);
  });
});

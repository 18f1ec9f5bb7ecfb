import type { Delivery } from './delivery.ts';
import { expectedAt, isEtaChange } from './eta.ts';

const now = new Date('2026-03-01T12:00:00Z');
const address = (latitude: number) => ({
  lines: ['Street 1'],
  city: 'Berlin',
  postcode: '10119',
  country: 'DE',
  location: { latitude, longitude: 13.4 },
  instructions: null,
});
/** 0.01 degrees of latitude are 1,111.95 m: 240.9 s for a scooter with the detour of streets. */
const delivery = { pickup: address(52.52), dropoff: address(52.53), readyAt: now };
const rules = { pace: 1, stopMs: 60_000, packingMs: 600_000 };
const seconds = (date: Date) => Math.round((date.getTime() - now.getTime()) / 1000);
const scooter = (latitude: number | null) => ({
  vehicle: 'SCOOTER' as const,
  from: latitude === null ? null : { latitude, longitude: 13.4 },
});

describe('expected at', () => {
  test('assigned: ride to the store, stop, ride to the door, stop', () => {
    expect(seconds(expectedAt({ ...delivery, status: 'ASSIGNED' }, scooter(52.51), rules, now))).toBe(602);
  });

  test('the packing counts if it takes longer than the ride', () => {
    const unpacked = { ...delivery, status: 'ASSIGNED' as const, readyAt: null };
    expect(seconds(expectedAt(unpacked, scooter(52.51), rules, now))).toBe(961);
  });

  test('at the store: the ride there is over', () => {
    expect(seconds(expectedAt({ ...delivery, status: 'AT_STORE' }, scooter(52.51), rules, now))).toBe(361);
  });

  test('on the way: from where the courier is; from the store if that is unknown', () => {
    const onTheWay = { ...delivery, status: 'PICKED_UP' as const };
    expect(seconds(expectedAt(onTheWay, scooter(52.525), rules, now))).toBe(180);
    expect(seconds(expectedAt(onTheWay, scooter(null), rules, now))).toBe(301);
  });

  test('goes with the pace of the profile', () => {
    const fast = { ...rules, pace: 60 };
    const onTheWay = { ...delivery, status: 'PICKED_UP' as const };
    expect(seconds(expectedAt(onTheWay, scooter(null), fast, now))).toBe(5);
  });
});

describe('an ETA that changed', () => {
  const known = (status: Delivery['status'], eta: Date | null): Delivery => ({
    deliveryId: 'd',
    orderId: 'o',
    storeId: 's',
    customerId: 'u',
    courierId: 'c',
    handover: 'CODE',
    ageLimit: null,
    ageVerifiedAt: null,
    promise: { from: now, to: now },
    proof: null,
    failureCode: null,
    failureReason: null,
    pickedUpAt: null,
    absentSince: null,
    codeTries: 0,
    version: 3,
    createdAt: now,
    updatedAt: now,
    ...delivery,
    status,
    eta,
  });
  const after = (ms: number) => new Date(now.getTime() + ms);

  test.each([
    ['PICKED_UP', now, 59_999, false],
    ['PICKED_UP', now, 60_000, true],
    ['PICKED_UP', now, -60_000, true],
    ['ASSIGNED', null, 0, true],
    ['RETURNING', null, 60_000, false],
  ] as const)('%s from %s by %d ms: %s', (status, eta, ms, isChange) => {
    expect(isEtaChange(known(status, eta), after(ms), 60_000)).toBe(isChange);
  });
});

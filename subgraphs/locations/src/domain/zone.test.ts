import { feeAt, moveZone, setSurge, surgeAt, updateZone, type Zone } from './zone.ts';

const now = new Date('2026-03-02T12:00:00Z');
const zone: Zone = {
  zoneId: 'zone',
  storeId: 'store',
  name: 'Mitte',
  area: [],
  priority: 0,
  fee: { base: 199, perKilometre: 50, includedMeters: 1_000, freeFrom: 4_000 },
  minOrder: 1_000,
  weekly: null,
  exceptions: [],
  currency: 'EUR',
  surge: null,
  status: 'ACTIVE',
  version: 3,
};

test.each([
  [0, 199],
  [1_000, 199],
  [1_001, 249],
  [2_000, 249],
  [2_000.5, 299],
])('%d metres cost %i', (meters, fee) => {
  expect(feeAt(zone, meters, now)).toBe(fee);
});

test('a surge changes the fee until it ends, half up', () => {
  const surged = { ...zone, surge: { percent: 150, until: new Date('2026-03-02T12:00:01Z') } };
  expect(feeAt(surged, 0, now)).toBe(299);
  expect(feeAt(surged, 0, new Date('2026-03-02T12:00:01Z'))).toBe(199);
  expect(surgeAt(surged, new Date('2026-03-02T12:00:01Z'))).toBeNull();
  expect(feeAt({ ...zone, surge: { percent: 50, until: new Date('2026-03-03') } }, 0, now)).toBe(100);
});

test('a change makes a version; what stays the same makes none', () => {
  expect(updateZone(zone, 3, { priority: 5 })).toEqual({ zone: { ...zone, priority: 5, version: 4 } });
  expect(updateZone(zone, 2, { priority: 5 })).toEqual({
    refused: { kind: 'version_conflict', currentVersion: 3 },
  });
  expect(moveZone(zone, 'PAUSED')).toEqual({ zone: { ...zone, status: 'PAUSED', version: 4 } });
  expect(moveZone(zone, 'ACTIVE')).toEqual({ zone });
  expect(setSurge(zone, null)).toEqual({ zone });
  const surge = { percent: 120, until: now };
  expect(setSurge(zone, surge)).toEqual({ zone: { ...zone, surge, version: 4 } });
});

test('a closed zone stays closed', () => {
  const closed: Zone = { ...zone, status: 'CLOSED' };
  const refused = { refused: { kind: 'closed' } };
  expect(updateZone(closed, 3, { priority: 5 })).toEqual(refused);
  expect(moveZone(closed, 'ACTIVE')).toEqual(refused);
  expect(setSurge(closed, { percent: 120, until: now })).toEqual(refused);
  expect(moveZone(closed, 'CLOSED')).toEqual({ zone: closed });
});

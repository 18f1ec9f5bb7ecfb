import { isOutdated } from './notification.ts';
import type { Occurrence } from './notification.ts';

const occurrence: Occurrence = {
  userId: 'u',
  orderId: 'o',
  dedupeKey: 'o',
  content: { kind: 'COURIER_NEARBY' },
  at: new Date('2026-03-01T12:00:00Z'),
};

test.each([
  ['2026-03-01T11:59:59Z', false],
  ['2026-03-01T13:00:00Z', false],
  ['2026-03-01T13:00:00.001Z', true],
])('at %s a fact of 12:00 with a maximum age of an hour is outdated: %s', (now, outdated) => {
  expect(isOutdated(occurrence, new Date(now), 3_600_000)).toBe(outdated);
});

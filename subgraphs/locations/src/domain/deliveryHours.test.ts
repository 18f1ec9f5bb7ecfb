import { isWithin, nextOpening, type Schedule } from './deliveryHours.ts';

const daily = (opens: number, closes: number) =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens, closes }));
const schedule = (more: Partial<Schedule> = {}): Schedule => ({
  timeZone: 'Europe/Berlin',
  weekly: daily(8 * 60, 22 * 60),
  exceptions: [],
  ...more,
});
const next = (schedules: readonly Schedule[], now: string) =>
  nextOpening(schedules, new Date(now))?.toISOString() ?? null;

test.each([
  ['2026-12-24T12:59:00Z', true],
  ['2026-12-24T13:00:00Z', false],
  ['2026-12-25T11:00:00Z', false],
  ['2026-12-26T11:00:00Z', true],
])('on holidays other hours hold: at %s open is %s', (at, expected) => {
  const exceptions = [
    { date: '2026-12-24', hours: [{ opens: 8 * 60, closes: 14 * 60 }] },
    { date: '2026-12-25', hours: [] },
  ];
  expect(isWithin(schedule({ exceptions }), new Date(at))).toBe(expected);
  expect(next([schedule({ exceptions })], '2026-12-24T13:00:00Z')).toBe('2026-12-26T07:00:00.000Z');
});

test('the next opening follows daylight saving', () => {
  expect(next([schedule()], '2026-03-28T21:30:00Z')).toBe('2026-03-29T06:00:00.000Z');
  expect(next([schedule()], '2026-10-24T21:30:00Z')).toBe('2026-10-25T07:00:00.000Z');
  const atNight = schedule({ weekly: daily(2 * 60 + 30, 4 * 60) });
  expect(next([atNight], '2026-03-29T00:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
  expect(isWithin(atNight, new Date('2026-03-29T01:00:00Z'))).toBe(true);
});

test('store and zone must both be open', () => {
  const evening = schedule({ weekly: daily(18 * 60, 23 * 60) });
  expect(next([schedule(), evening], '2026-03-02T12:00:00Z')).toBe('2026-03-02T17:00:00.000Z');
  const never = schedule({ weekly: daily(22 * 60, 23 * 60) });
  expect(next([schedule(), never], '2026-03-02T12:00:00Z')).toBeNull();
  expect(next([schedule({ weekly: [] })], '2026-03-02T12:00:00Z')).toBeNull();
});

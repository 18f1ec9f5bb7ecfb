import fc from 'fast-check';
import { instantOf, localTime } from './localTime.ts';

test.each([
  ['Europe/Berlin', '2026-01-15', 8 * 60, '2026-01-15T07:00:00.000Z'],
  ['Europe/Berlin', '2026-07-15', 8 * 60, '2026-07-15T06:00:00.000Z'],
  // Clocks go from 02:00 to 03:00: 02:30 is never shown.
  ['Europe/Berlin', '2026-03-29', 2 * 60 + 30, '2026-03-29T01:00:00.000Z'],
  ['Europe/Berlin', '2026-03-29', 3 * 60, '2026-03-29T01:00:00.000Z'],
  ['Europe/Berlin', '2026-03-29', 1440, '2026-03-29T22:00:00.000Z'],
  // Clocks go from 03:00 back to 02:00: 02:30 is shown twice.
  ['Europe/Berlin', '2026-10-25', 2 * 60 + 30, '2026-10-25T00:30:00.000Z'],
  ['Europe/Berlin', '2026-10-25', 4 * 60, '2026-10-25T03:00:00.000Z'],
  ['America/New_York', '2026-03-08', 2 * 60 + 15, '2026-03-08T07:00:00.000Z'],
  ['Asia/Kathmandu', '2026-03-01', 0, '2026-02-28T18:15:00.000Z'],
  // Midnight is skipped.
  ['Africa/Cairo', '2026-04-24', 0, '2026-04-23T22:00:00.000Z'],
  ['Pacific/Kiritimati', '2026-03-01', 60, '2026-02-28T11:00:00.000Z'],
])('in %s %s, minute %i, is %s', (timeZone, date, minute, expected) => {
  expect(instantOf(timeZone, date, minute).toISOString()).toBe(expected);
});

test('it is Sunday in Berlin when it still is Saturday in UTC', () => {
  expect(localTime('Europe/Berlin', new Date('2026-03-28T23:30:00Z'))).toEqual({
    date: '2026-03-29',
    weekday: 7,
    minute: 30,
  });
});

test('an instant shows what it was found by, or the first minute after a jump', () => {
  const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tehran');
  const minutes = fc.integer({ min: 0, max: 365 * 1440 - 1 });
  fc.assert(
    fc.property(zones, minutes, (timeZone, at) => {
      const date = new Date(Date.UTC(2026, 0, 1 + Math.floor(at / 1440))).toISOString().slice(0, 10);
      const minute = at % 1440;
      const instant = instantOf(timeZone, date, minute);
      const shown = localTime(timeZone, instant);
      if (shown.date === date && shown.minute === minute) return;
      const justBefore = localTime(timeZone, new Date(instant.getTime() - 60_000));
      expect(
        `${justBefore.date} ${String(justBefore.minute).padStart(4, '0')}` <
          `${date} ${String(minute).padStart(4, '0')}`,
      ).toBe(true);
      expect(
        `${shown.date} ${String(shown.minute).padStart(4, '0')}` >
          `${date} ${String(minute).padStart(4, '0')}`,
      ).toBe(true);
    }),
  );
});

import { bucketStart, localDate } from './calendar.ts';

const berlin = 'Europe/Berlin';
const at = (text: string): number => Date.parse(text);

test.each([
  ['MINUTE', berlin, '2026-03-01T12:34:56.789Z', '2026-03-01T12:34:00.000Z'],
  ['HOUR', berlin, '2026-03-01T12:34:56.789Z', '2026-03-01T12:00:00.000Z'],
  ['DAY', berlin, '2026-03-01T22:59:59.999Z', '2026-02-28T23:00:00.000Z'],
  ['DAY', berlin, '2026-03-01T23:00:00.000Z', '2026-03-01T23:00:00.000Z'],
  // The day on which the clocks go forward has 23 hours, the one on which they go back 25.
  ['DAY', berlin, '2026-03-29T21:59:59.999Z', '2026-03-28T23:00:00.000Z'],
  ['DAY', berlin, '2026-10-25T22:59:59.999Z', '2026-10-24T22:00:00.000Z'],
  // The hour that the clocks show twice is two hours.
  ['HOUR', berlin, '2026-10-25T00:30:00.000Z', '2026-10-25T00:00:00.000Z'],
  ['HOUR', berlin, '2026-10-25T01:30:00.000Z', '2026-10-25T01:00:00.000Z'],
  // Half-hour and quarter-hour zones.
  ['HOUR', 'Asia/Kolkata', '2026-03-01T12:29:00.000Z', '2026-03-01T11:30:00.000Z'],
  ['DAY', 'Asia/Kolkata', '2026-03-01T18:30:00.000Z', '2026-03-01T18:30:00.000Z'],
  ['HOUR', 'Asia/Kathmandu', '2026-03-01T12:20:00.000Z', '2026-03-01T12:15:00.000Z'],
] as const)('the %s in %s of %s begins at %s', (grain, timeZone, instant, start) => {
  expect(new Date(bucketStart(grain, timeZone, at(instant))).toISOString()).toBe(start);
});

test('a date is the one that clocks in the store show', () => {
  expect(localDate(berlin, at('2026-03-01T22:59:59.999Z'))).toBe('2026-03-01');
  expect(localDate(berlin, at('2026-03-01T23:00:00.000Z'))).toBe('2026-03-02');
});

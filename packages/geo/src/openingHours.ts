import { localTime } from './localTime.ts';

/** When a store is open on a weekday: minutes after local midnight, `closes` at most 1440 and after `opens`. */
export interface OpeningHours {
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number;
  readonly opens: number;
  readonly closes: number;
}

/**
 * Whether a store with these hours in `timeZone` (IANA) is open at `at`; the closing minute itself is closed.
 * @param closedDates days (YYYY-MM-DD in `timeZone`) on which it stays closed
 */
export function isOpenAt(
  hours: readonly OpeningHours[],
  timeZone: string,
  at: Date,
  closedDates: readonly string[] = [],
): boolean {
  const { date, weekday, minute } = localTime(timeZone, at);
  if (closedDates.includes(date)) return false;
  return hours.some((day) => day.weekday === weekday && day.opens <= minute && minute < day.closes);
}

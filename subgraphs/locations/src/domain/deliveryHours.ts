import { dateAfter, instantOf, localTime, weekdayOf } from '@nakku/geo';

/** Minutes after local midnight; `closes` at most 1440 and after `opens`. */
export interface Hours {
  readonly opens: number;
  readonly closes: number;
}

export interface WeekdayHours extends Hours {
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number;
}

/** A date on which other hours hold: none if it is closed. */
export interface HoursException {
  /** YYYY-MM-DD, local. */
  readonly date: string;
  readonly hours: readonly Hours[];
}

/** When a zone, or a store, delivers. */
export interface Schedule {
  readonly timeZone: string;
  readonly weekly: readonly WeekdayHours[];
  readonly exceptions: readonly HoursException[];
}

/** How far ahead the next opening is looked for. */
const HORIZON_DAYS = 14;

function hoursOn({ weekly, exceptions }: Schedule, date: string): readonly Hours[] {
  const exception = exceptions.find((one) => one.date === date);
  return exception?.hours ?? weekly.filter(({ weekday }) => weekday === weekdayOf(date));
}

/** Whether the schedule is open at an instant; the closing minute itself is closed. */
export function isWithin(schedule: Schedule, at: Date): boolean {
  const { date, minute } = localTime(schedule.timeZone, at);
  return hoursOn(schedule, date).some(({ opens, closes }) => opens <= minute && minute < closes);
}

/** The instants of the coming 14 days at which the schedule opens, in order. */
function openings(schedule: Schedule, now: Date): Date[] {
  const { timeZone } = schedule;
  const today = localTime(timeZone, now).date;
  return Array.from({ length: HORIZON_DAYS + 1 }, (_, days) => dateAfter(today, days))
    .flatMap((date) => hoursOn(schedule, date).map(({ opens }) => instantOf(timeZone, date, opens)))
    .filter((at) => at > now)
    .sort((one, other) => one.getTime() - other.getTime());
}

/** The next instant after `now` at which all schedules are open; null if there is none within 14 days. */
export function nextOpening(schedules: readonly Schedule[], now: Date): Date | null {
  return (
    schedules
      .flatMap((schedule) => openings(schedule, now))
      .sort((one, other) => one.getTime() - other.getTime())
      .find((at) => schedules.every((schedule) => isWithin(schedule, at))) ?? null
  );
}

import type { Grain } from './calendar.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Longest range of a report, so that it has at most 750 intervals; a day more or less for the changes of clocks. */
export const maxRangeMs: Readonly<Record<Grain, number>> = {
  MINUTE: 12 * HOUR_MS,
  HOUR: 31 * DAY_MS,
  DAY: 731 * DAY_MS,
};

export type RangeProblem = 'ORDER' | 'LENGTH';

/** What is wrong with a range; null if nothing is. */
export function rangeProblem(grain: Grain, from: Date, to: Date): RangeProblem | null {
  const length = to.getTime() - from.getTime();
  if (!(length > 0)) return 'ORDER';
  return length > maxRangeMs[grain] ? 'LENGTH' : null;
}

/** Months from one to another, both included; YYYY-MM. */
export function monthsBetween(from: string, to: string): number {
  const indexOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return indexOf(to) - indexOf(from) + 1;
}

import { instantOf, localTime } from '@nakku/geo';

/** How fine a rollup is. */
export const grains = ['MINUTE', 'HOUR', 'DAY'] as const;
export type Grain = (typeof grains)[number];

const MINUTE_MS = 60_000;
/** Clocks change at quarters of an hour only, so all instants of one have the same local hour and date. */
const QUARTER_MS = 15 * MINUTE_MS;

interface LocalQuarter {
  /** Start of the local hour and of the local day, in milliseconds since 1970. */
  readonly hour: number;
  readonly day: number;
  /** YYYY-MM-DD. */
  readonly date: string;
}

/** Bounded: events come roughly in the order of time. */
const MAX_KNOWN = 20_000;
const known = new Map<string, LocalQuarter>();

function localQuarter(timeZone: string, at: number): LocalQuarter {
  const quarter = Math.floor(at / QUARTER_MS);
  const name = `${timeZone} ${quarter}`;
  const found = known.get(name);
  if (found) return found;
  const start = quarter * QUARTER_MS;
  const { date, minute } = localTime(timeZone, new Date(start));
  const local: LocalQuarter = {
    hour: start - (minute % 60) * MINUTE_MS,
    day: instantOf(timeZone, date, 0).getTime(),
    date,
  };
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(name, local);
  return local;
}

/** Start of the minute, local hour or local day that holds an instant, in milliseconds since 1970. */
export function bucketStart(grain: Grain, timeZone: string, at: number): number {
  if (grain === 'MINUTE') return Math.floor(at / MINUTE_MS) * MINUTE_MS;
  const { hour, day } = localQuarter(timeZone, at);
  return grain === 'HOUR' ? hour : day;
}

/** The date that clocks show at an instant, YYYY-MM-DD. */
export const localDate = (timeZone: string, at: number): string => localQuarter(timeZone, at).date;

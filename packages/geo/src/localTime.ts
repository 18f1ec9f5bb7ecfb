/** Local dates and times of a time zone, daylight saving included. */

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(timeZone, format);
  return format;
}

/** Whether `timeZone` is an IANA name that this runtime knows. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatOf(timeZone);
    return true;
  } catch {
    return false;
  }
}

interface LocalTime {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number;
  /** Minutes that the clock shows after midnight. */
  readonly minute: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The weekday of a date, 1–7. */
export function weekdayOf(date: string): number {
  return ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

/** The date that is `days` later. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** What the clocks of a time zone show at an instant. */
export function localTime(timeZone: string, at: Date): LocalTime {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const date = `${parts.year}-${parts.month}-${parts.day}`;
  return { date, weekday: weekdayOf(date), minute: Number(parts.hour) * 60 + Number(parts.minute) };
}

/** How far the clocks are ahead of UTC at an instant, in milliseconds. */
function offsetMs(timeZone: string, at: number): number {
  const whole = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  const { date, minute } = localTime(timeZone, new Date(whole));
  return Date.parse(`${date}T00:00:00Z`) + minute * MINUTE_MS - whole;
}

/**
 * The first instant at which the clocks show this minute of this date. Where they skip it, when daylight saving begins, it is the
 * instant at which they go on; where they show it twice, the first one.
 * @param minute 0–1440; 1440 is the next midnight
 */
export function instantOf(timeZone: string, date: string, minute: number): Date {
  const shown = Date.parse(`${date}T00:00:00Z`) + minute * MINUTE_MS;
  const [before, after] = [offsetMs(timeZone, shown - DAY_MS), offsetMs(timeZone, shown + DAY_MS)];
  const instants = [shown - before, shown - after]
    .filter((at) => at + offsetMs(timeZone, at) === shown)
    .sort((one, other) => one - other);
  const [first] = instants;
  if (first !== undefined) return new Date(first);
  // The clocks jump over it: bisect for the minute at which they do.
  let [low, high] = [shown - Math.max(before, after), shown - Math.min(before, after)];
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
    if (offsetMs(timeZone, middle) === before) low = middle;
    else high = middle;
  }
  return new Date(high);
}

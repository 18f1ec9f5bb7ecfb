/** When a store is open on a weekday: minutes after local midnight, `closes` at most 1440 and after `opens`. */
export interface OpeningHours {
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number;
  readonly opens: number;
  readonly closes: number;
}

const weekdays: Readonly<Record<string, number>> = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 };

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'short',
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
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  if (closedDates.includes(`${parts.year}-${parts.month}-${parts.day}`)) return false;
  const weekday = weekdays[parts.weekday ?? ''];
  const minute = Number(parts.hour) * 60 + Number(parts.minute);
  return hours.some((day) => day.weekday === weekday && day.opens <= minute && minute < day.closes);
}

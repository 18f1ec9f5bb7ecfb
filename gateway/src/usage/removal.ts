/** What a deprecation's reason announces. */
export interface Removal {
  /** The first day on which the element may be gone, `YYYY-MM-DD`, UTC. */
  readonly date: string;
  /** What to use instead, a schema coordinate or a word; undefined if nothing replaces it. */
  readonly replacement: string | undefined;
}

/**
 * Reads a reason as the style guide has it: `Use Product.brandName. Removal 2027-01-31.`
 * @returns undefined without a removal date, or with one that is no day of the calendar
 */
export function removalOf(reason: string): Removal | undefined {
  const date = /\bremoval (\d{4}-\d{2}-\d{2})\b/i.exec(reason)?.[1];
  if (date === undefined || !isDay(date)) return undefined;
  const replacement = /\buse `?([A-Za-z_][\w.]*(?:\(\w+:\))?)/i.exec(reason)?.[1]?.replace(/\.$/, '');
  return { date, replacement };
}

function isDay(date: string): boolean {
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date);
}

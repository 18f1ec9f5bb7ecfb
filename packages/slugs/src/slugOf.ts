const letters: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'o' };

/** Longest slug that `slugOf` makes, in characters. */
export const SLUG_LENGTH = 120;

/**
 * Slug of a name: `rolls/buns` → `rolls-buns`. Lower case, German letters spelt out, other accents dropped, every
 * run of anything but a–z and 0–9 becomes one dash. Empty if the name has no letter or digit of those.
 *
 * The demo shop's categories get their slugs from their names by this rule, and so do products without a slug.
 */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[äöüßæø]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_LENGTH)
    .replace(/^-|-$/g, '');
}

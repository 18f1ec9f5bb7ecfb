import { minorUnitDigits } from '@nakku/money';
import type { Locale } from './locale.ts';

const tags: Readonly<Record<Locale, string>> = { EN: 'en-GB', DE: 'de-DE' };

/** An amount of minor units as people write it: `€1.90`, `1,90 €`. */
export function amountText(amount: number, currency: string, locale: Locale): string {
  const digits = minorUnitDigits(currency);
  const format = new Intl.NumberFormat(tags[locale], {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(amount / 10 ** digits);
}

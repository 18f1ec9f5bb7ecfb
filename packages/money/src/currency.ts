const digits = new Map<string, number>();

/**
 * How many decimals the minor unit of a currency (ISO 4217, upper case) has: 2 for EUR, 0 for JPY, 3 for KWD. From the
 * runtime's own table; a code that it does not know has 2.
 * @throws RangeError if `currency` is no code of three letters.
 */
export function minorUnitDigits(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const found = format.resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, found);
  return found;
}

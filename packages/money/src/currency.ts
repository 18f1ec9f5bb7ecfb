/**
 * Currencies and their minor units: the only table of exponents in this repository. The exponents are those of ISO 4217,
 * written down because Intl takes them from CLDR, which differs (HUF and IQD have none there) and changes with the
 * runtime; an amount must mean the same on every Node.js version. Which codes exist is Intl's knowledge.
 */
const DEFAULT_EXPONENT = 2;

const exponents: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
]);

const existing: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Whether `code` is an existing currency: ISO 4217, upper case. */
export function isCurrency(code: string): boolean {
  return existing.has(code);
}

/**
 * Decimals of a currency: 2 for EUR, 0 for JPY, 3 for KWD. An amount of money is a whole number of 10^-exponent units.
 * @throws RangeError if there is no such currency
 */
export function minorUnitDigits(currency: string): number {
  if (!isCurrency(currency)) throw new RangeError(`${currency} is not a currency`);
  return exponents.get(currency) ?? DEFAULT_EXPONENT;
}

/**
 * An amount for logs, messages in English and simulators, exact and without a locale: `1.99 EUR`, `500 JPY`, `0.250 KWD`.
 * @param amount minor units, a safe integer
 * @throws RangeError if there is no such currency
 */
export function formatAmount(amount: number, currency: string): string {
  const exponent = minorUnitDigits(currency);
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  return `${amount < 0 ? '-' : ''}${whole}${fraction} ${currency}`;
}

/**
 * Whole units as minor units: 50 is 5000 of EUR, 50 of JPY, 50000 of KWD.
 * @throws RangeError if there is no such currency, or the result is no safe integer
 */
export function wholeUnits(units: number, currency: string): number {
  const amount = units * 10 ** minorUnitDigits(currency);
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${units} ${currency} is no safe amount`);
  return amount;
}

import { minorUnitDigits, formatAmount, isCurrency, moneySchema, wholeUnits } from './index.ts';

test.each([
  ['EUR', 2],
  ['USD', 2],
  ['JPY', 0],
  ['ISK', 0],
  ['KRW', 0],
  ['KWD', 3],
  ['BHD', 3],
  ['TND', 3],
  // CLDR, and with it Intl, says 0 for these two.
  ['HUF', 2],
  ['IQD', 3],
])('%s has %i decimals', (currency, exponent) => {
  expect(minorUnitDigits(currency)).toBe(exponent);
});

test('only currencies that exist, in capitals', () => {
  expect(['EUR', 'JPY'].every(isCurrency)).toBe(true);
  expect(['eur', 'ABC', 'EURO', ''].some(isCurrency)).toBe(false);
  expect(() => minorUnitDigits('ABC')).toThrow(RangeError);
  expect(() => minorUnitDigits('euro')).toThrow(RangeError);
  expect(moneySchema.safeParse({ amount: 1, currency: 'EUR' }).success).toBe(true);
  expect(moneySchema.safeParse({ amount: 1, currency: 'ABC' }).success).toBe(false);
});

test.each([
  [199, 'EUR', '1.99 EUR'],
  [5, 'EUR', '0.05 EUR'],
  [-150, 'EUR', '-1.50 EUR'],
  [500, 'JPY', '500 JPY'],
  [250, 'KWD', '0.250 KWD'],
])('%i of %s is %s', (amount, currency, text) => {
  expect(formatAmount(amount, currency)).toBe(text);
});

test.each([
  ['EUR', 5_000],
  ['JPY', 50],
  ['KWD', 50_000],
])('50 whole units of %s are %i', (currency, amount) => {
  expect(wholeUnits(50, currency)).toBe(amount);
});

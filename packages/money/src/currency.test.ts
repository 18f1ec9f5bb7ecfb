import { minorUnitDigits } from './index.ts';

test.each([
  ['EUR', 2],
  ['USD', 2],
  ['JPY', 0],
  ['ISK', 0],
  ['KRW', 0],
  ['KWD', 3],
  ['BHD', 3],
  ['TND', 3],
])('the minor unit of %s has %i decimals', (currency, digits) => {
  expect(minorUnitDigits(currency)).toBe(digits);
});

test('refuses what is no code', () => {
  expect(() => minorUnitDigits('euro')).toThrow(RangeError);
});

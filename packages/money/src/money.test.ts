import { add, CurrencyMismatch, money, split, subtract, sum, taxIncluded, taxInFee, times } from './index.ts';

describe('money', () => {
  test('adds, subtracts and multiplies whole minor units', () => {
    expect(add(money(199, 'EUR'), money(1, 'EUR'))).toEqual({ amount: 200, currency: 'EUR' });
    expect(subtract(money(199, 'EUR'), money(200, 'EUR'))).toEqual({ amount: -1, currency: 'EUR' });
    expect(times(money(199, 'EUR'), 3)).toEqual({ amount: 597, currency: 'EUR' });
    expect(sum([money(1, 'EUR'), money(2, 'EUR')], 'EUR')).toEqual({ amount: 3, currency: 'EUR' });
    expect(sum([], 'EUR')).toEqual({ amount: 0, currency: 'EUR' });
  });

  test('refuses to mix currencies', () => {
    expect(() => add(money(1, 'EUR'), money(1, 'USD'))).toThrow(CurrencyMismatch);
    expect(() => subtract(money(1, 'EUR'), money(1, 'USD'))).toThrow(CurrencyMismatch);
    expect(() => sum([money(1, 'USD')], 'EUR')).toThrow(CurrencyMismatch);
  });

  test('refuses fractions and what JavaScript cannot count', () => {
    expect(() => money(1.5, 'EUR')).toThrow(RangeError);
    expect(() => times(money(1, 'EUR'), 0.5)).toThrow(RangeError);
    expect(() => add(money(Number.MAX_SAFE_INTEGER, 'EUR'), money(1, 'EUR'))).toThrow(RangeError);
  });
});

describe('taxIncluded', () => {
  test.each([
    [119, 1900, 19],
    [100, 1900, 16],
    [199, 700, 13],
    [0, 1900, 0],
    [100, 0, 0],
    // Net of 3 at 100 % is 1.5, which rounds up to 2.
    [3, 10_000, 1],
    [Number.MAX_SAFE_INTEGER, 1900, 1_438_124_250_756_965],
  ])('of %i at %i basis points is %i', (gross, rate, tax) => {
    expect(taxIncluded(gross, rate)).toBe(tax);
  });

  test('refuses what is no amount or rate', () => {
    expect(() => taxIncluded(-1, 1900)).toThrow(RangeError);
    expect(() => taxIncluded(1, -1)).toThrow(RangeError);
  });
});

describe('taxInFee', () => {
  test.each([
    // 10.00 € of goods and a fee of 2.90 €: 65 + 19 at 7 %, 160 + 46 at 19 %.
    [290, [{ gross: 1000, taxRate: 700 }], 19],
    [290, [{ gross: 1000, taxRate: 1900 }], 46],
    // 145 at each rate: 9 + 23.
    [
      290,
      [
        { gross: 250, taxRate: 700 },
        { gross: 500, taxRate: 1900 },
        { gross: 250, taxRate: 700 },
      ],
      32,
    ],
    [290, [{ gross: 0, taxRate: 700 }], 19],
    [290, [{ gross: 1000, taxRate: 0 }], 0],
    [0, [{ gross: 1000, taxRate: 700 }], 0],
    [290, [], 0],
  ])('of %i with goods of %j is %i', (fee, goods, tax) => {
    expect(taxInFee(fee, goods)).toBe(tax);
  });
});

describe('split', () => {
  test.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [5, [3, 7], [2, 3]],
    [1, [1, 1], [1, 0]],
    [0, [0, 0], [0, 0]],
    [10, [0, 1], [0, 10]],
  ])('of %i by %j is %j', (total, weights, parts) => {
    expect(split(total, weights)).toEqual(parts);
  });

  test('refuses to split something by nothing', () => {
    expect(() => split(1, [0, 0])).toThrow(RangeError);
    expect(() => split(-1, [1])).toThrow(RangeError);
  });
});

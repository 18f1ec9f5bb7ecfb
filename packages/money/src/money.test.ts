import fc from 'fast-check';
import {
  add,
  CurrencyMismatch,
  money,
  split,
  subtract,
  sum,
  taxesByRate,
  taxIncluded,
  times,
} from './index.ts';

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

const noCharges = { deliveryFee: 0, deliveryFeeTaxRate: null, tip: 0, tipTaxRate: null };

describe('taxesByRate', () => {
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
  ])('a fee of %i on goods of %j adds %i of tax', (deliveryFee, goods, tax) => {
    const sumOf = (fee: number) =>
      taxesByRate(goods, { ...noCharges, deliveryFee: fee }).reduce((total, part) => total + part.tax, 0);
    expect(sumOf(deliveryFee) - sumOf(0)).toBe(tax);
  });

  test('lists each rate once, with net, tax and gross, lowest first', () => {
    const goods = [
      { gross: 500, taxRate: 1900 },
      { gross: 250, taxRate: 700 },
      { gross: 250, taxRate: 700 },
    ];
    expect(taxesByRate(goods, { ...noCharges, deliveryFee: 290, tip: 100 })).toEqual([
      { rate: 700, net: 604, tax: 41, gross: 645 },
      { rate: 1900, net: 542, tax: 103, gross: 645 },
    ]);
  });

  test('a fee and a tip with rates of their own are taxed at these', () => {
    const goods = [{ gross: 1000, taxRate: 700 }];
    const charges = { deliveryFee: 290, deliveryFeeTaxRate: 1900, tip: 100, tipTaxRate: 0 };
    expect(taxesByRate(goods, charges)).toEqual([
      { rate: 0, net: 100, tax: 0, gross: 100 },
      { rate: 700, net: 935, tax: 65, gross: 1000 },
      { rate: 1900, net: 244, tax: 46, gross: 290 },
    ]);
  });

  const rate = fc.constantFrom(0, 700, 1900, 2100);
  const goodsOf = fc.array(fc.record({ gross: fc.nat(1_000_000), taxRate: rate }), {
    minLength: 1,
    maxLength: 30,
  });
  const chargesOf = fc.record({
    deliveryFee: fc.nat(2_000),
    deliveryFeeTaxRate: fc.option(rate),
    tip: fc.nat(10_000),
    tipTaxRate: fc.option(rate),
  });

  test('sums by rate agree with the total and with the taxes of the lines', () => {
    fc.assert(
      fc.property(goodsOf, chargesOf, (goods, charges) => {
        const taxes = taxesByRate(goods, charges);
        const sumOf = (part: (one: (typeof taxes)[number]) => number) =>
          taxes.reduce((total, one) => total + part(one), 0);
        const ofGoods = goods.reduce((total, one) => total + one.gross, 0);
        const taxedTip = charges.tipTaxRate === null ? 0 : charges.tip;
        expect(sumOf(({ gross }) => gross)).toBe(ofGoods + charges.deliveryFee + taxedTip);
        for (const { net, tax, gross } of taxes) expect(net + tax).toBe(gross);
        expect(sumOf(({ tax }) => tax)).toBeGreaterThanOrEqual(
          goods.reduce((total, { gross, taxRate }) => total + taxIncluded(gross, taxRate), 0),
        );
        const lowestFirst = [...taxes].sort((one, other) => one.rate - other.rate);
        expect(taxes).toEqual(lowestFirst);
        expect(new Set(taxes.map((one) => one.rate)).size).toBe(taxes.length);
      }),
    );
  });

  test('without charges, the tax of a rate is the sum of its lines', () => {
    fc.assert(
      fc.property(goodsOf, (goods) => {
        for (const { rate: of, tax } of taxesByRate(goods, noCharges)) {
          const lines = goods.filter(({ taxRate }) => taxRate === of);
          expect(tax).toBe(lines.reduce((total, { gross }) => total + taxIncluded(gross, of), 0));
        }
      }),
    );
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

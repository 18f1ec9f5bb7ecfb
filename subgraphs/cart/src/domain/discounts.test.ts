import fc from 'fast-check';
import { applyPromotions, type DiscountableLine, promotionHints } from './discounts.ts';
import { examplePromotion } from './examplePromotion.ts';
import type { PromotionRule, UsablePromotion } from './promotion.ts';

const line = (productId: string, quantity: number, unitPrice: number, categoryId: string | null = null) => ({
  ...{ lineId: `line of ${productId}`, productId, quantity, unitPrice, categoryId },
});
const FEE = 290;
const goods = [
  line('milk', 3, 119, 'dairy'),
  line('bread', 1, 250, 'bakery'),
  line('butter', 2, 289, 'dairy'),
];

/** `[promotion, amount, fee]` of each that is applied. */
const applied = (lines: readonly DiscountableLine[], ...promotions: readonly Partial<UsablePromotion>[]) =>
  applyPromotions(lines, promotions.map(examplePromotion), FEE).map((one) => [
    one.promotion.promotionId,
    one.amount,
    one.deliveryFee,
  ]);
const byLine = (
  lines: readonly DiscountableLine[],
  rule: PromotionRule,
  more: Partial<UsablePromotion> = {},
) => Object.fromEntries(applyPromotions(lines, [examplePromotion({ rule, ...more })], FEE)[0]?.lines ?? []);

describe('a promotion', () => {
  test('takes a percentage, half a cent rounded up, split by what lines cost', () => {
    // 10 % of 1185 is 118.5.
    expect(byLine(goods, { kind: 'PERCENTAGE', rate: 1_000, cap: null })).toEqual({
      'line of milk': 36,
      'line of bread': 25,
      'line of butter': 58,
    });
    expect(applied(goods, { rule: { kind: 'PERCENTAGE', rate: 1_000, cap: 100 } })).toEqual([['p', 100, 0]]);
  });

  test('takes a fixed amount, and never more than there is', () => {
    expect(applied(goods, { rule: { kind: 'FIXED', amount: 500 } })).toEqual([['p', 500, 0]]);
    expect(applied(goods, { rule: { kind: 'FIXED', amount: 5_000 } })).toEqual([['p', 1_185, 0]]);
  });

  test('gives the cheaper pieces of each group, which the dearest pieces begin', () => {
    const rule = { kind: 'BUY_X_GET_Y', buy: 1, get: 1, rate: 10_000 } as const;
    expect(byLine([line('a', 2, 1_000), line('b', 1, 100)], rule)).toEqual({ 'line of a': 1_000 });
    // 289 289 | 250 119 | 119 119: one of each pair.
    expect(byLine(goods, rule)).toEqual({ 'line of butter': 289, 'line of milk': 238 });
    expect(byLine(goods, { ...rule, buy: 2, rate: 5_000 })).toEqual({
      'line of bread': 125,
      'line of milk': 60,
    });
  });

  test('sells a bundle for its price as often as all its products are there', () => {
    const scope = { productIds: ['milk', 'butter'], categoryIds: [] };
    const rule = { kind: 'BUNDLE_PRICE', price: 300 } as const;
    expect(byLine(goods, rule, { scope })).toEqual({ 'line of milk': 63, 'line of butter': 153 });
    expect(byLine(goods.slice(0, 2), rule, { scope })).toEqual({});
    expect(byLine(goods, { ...rule, price: 408 }, { scope })).toEqual({});
  });

  test('waives the delivery fee, once', () => {
    const rule = { kind: 'FREE_DELIVERY' } as const;
    expect(applied(goods, { promotionId: 'a', rule }, { promotionId: 'b', rule })).toEqual([['a', 0, 290]]);
    expect(applyPromotions(goods, [examplePromotion({ rule })], 0)).toEqual([]);
  });

  test('looks at the products and categories of its scope only', () => {
    const rule = { kind: 'PERCENTAGE', rate: 10_000, cap: null } as const;
    const scoped = (productIds: string[], categoryIds: string[]) =>
      byLine(goods, rule, { scope: { productIds, categoryIds } });
    expect(scoped(['bread'], [])).toEqual({ 'line of bread': 250 });
    expect(scoped(['bread'], ['dairy'])).toEqual({
      'line of bread': 250,
      'line of milk': 357,
      'line of butter': 578,
    });
    expect(scoped(['wine'], ['drinks'])).toEqual({});
  });

  test('applies from its minimum on, and hints at it before', () => {
    const rule = { kind: 'FIXED', amount: 100 } as const;
    const scope = { productIds: [], categoryIds: ['dairy'] };
    const from = (minSubtotal: number) => examplePromotion({ rule, scope, minSubtotal });
    expect(applyPromotions(goods, [from(935)], FEE)).toHaveLength(1);
    expect(applyPromotions(goods, [from(936)], FEE)).toEqual([]);
    expect(promotionHints(goods, [from(935), from(1_000)]).map(({ missing }) => missing)).toEqual([65]);
  });
});

describe('several promotions', () => {
  const half = { rule: { kind: 'PERCENTAGE', rate: 5_000, cap: null } } as const;
  const fixed = { rule: { kind: 'FIXED', amount: 500 } } as const;

  test('that combine are applied in turn, the higher priority first', () => {
    expect(
      applied(goods, { promotionId: 'a', ...half }, { promotionId: 'b', priority: 1, ...fixed }),
    ).toEqual([
      ['b', 500, 0],
      ['a', 343, 0],
    ]);
    expect(
      applied(goods, { promotionId: 'b', ...fixed }, { promotionId: 'a', priority: 1, ...half }),
    ).toEqual([
      ['a', 593, 0],
      ['b', 500, 0],
    ]);
  });

  test('that are exclusive are applied alone, if that saves more', () => {
    const alone = { promotionId: 'alone', stacking: 'EXCLUSIVE' } as const;
    expect(applied(goods, { ...alone, ...half }, fixed)).toEqual([['alone', 593, 0]]);
    expect(applied(goods, { ...alone, ...fixed }, half)).toEqual([['p', 593, 0]]);
  });

  test('are twenty at most', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      promotionId: String(index).padStart(2, '0'),
      rule: { kind: 'FIXED', amount: 1 } as const,
    }));
    expect(applied(goods, ...many)).toHaveLength(20);
  });
});

describe('for any cart and any promotions', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const lines = fc.uniqueArray(
    fc.record({
      productId: fc.constantFrom(...ids),
      quantity: fc.integer({ min: 1, max: 12 }),
      unitPrice: fc.integer({ min: 0, max: 5_000 }),
      categoryId: fc.constantFrom(null, 'x', 'y'),
    }),
    { selector: ({ productId }) => productId, maxLength: 5 },
  );
  const rate = fc.integer({ min: 1, max: 10_000 });
  const ruleOf = (maxGet: number): fc.Arbitrary<PromotionRule> =>
    fc.oneof(
      fc.record({
        kind: fc.constant('PERCENTAGE' as const),
        rate,
        cap: fc.option(fc.integer({ min: 1, max: 900 })),
      }),
      fc.record({ kind: fc.constant('FIXED' as const), amount: fc.integer({ min: 1, max: 9_000 }) }),
      fc.record({
        kind: fc.constant('BUY_X_GET_Y' as const),
        buy: fc.integer({ min: 1, max: 3 }),
        get: fc.integer({ min: 1, max: maxGet }),
        rate,
      }),
      fc.constant({ kind: 'FREE_DELIVERY' as const }),
    );
  const promotionOf = (maxMinimum: number, maxGet = 3) =>
    fc
      .record({
        rule: ruleOf(maxGet),
        minSubtotal: fc.integer({ min: 0, max: maxMinimum }),
        scope: fc.record({
          productIds: fc.subarray(ids),
          categoryIds: fc.subarray(['x', 'y']),
        }),
        priority: fc.integer({ min: 0, max: 3 }),
        stacking: fc.constantFrom('EXCLUSIVE' as const, 'COMBINES' as const),
      })
      .map(examplePromotion);
  const promotions = fc
    .array(promotionOf(20_000), { maxLength: 5 })
    .map((all) => all.map((one, index) => ({ ...one, promotionId: `p${index}` })));
  const named = (of: Omit<DiscountableLine, 'lineId'>[]) =>
    of.map((one) => ({ ...one, lineId: one.productId }));
  const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 500) };

  test('sums agree, and no line costs less than nothing', () => {
    fc.assert(
      fc.property(lines.map(named), promotions, (of, chosen) => {
        const result = applyPromotions(of, chosen, FEE);
        for (const { quantity, unitPrice, lineId } of of) {
          const off = result.reduce((sum, one) => sum + (one.lines.get(lineId) ?? 0), 0);
          expect(off).toBeLessThanOrEqual(quantity * unitPrice);
        }
        for (const { amount, lines: taken, deliveryFee } of result) {
          expect([...taken.values()].every((off) => Number.isInteger(off) && off > 0)).toBe(true);
          expect([...taken.values()].reduce((sum, off) => sum + off, 0)).toBe(amount);
          expect(amount + deliveryFee).toBeGreaterThan(0);
        }
        expect(result.reduce((sum, { deliveryFee }) => sum + deliveryFee, 0)).toBeLessThanOrEqual(FEE);
      }),
      RUNS,
    );
  });

  test('the order of lines and of promotions does not matter', () => {
    fc.assert(
      fc.property(lines.map(named), promotions, (of, chosen) => {
        const reversed = applyPromotions(of.toReversed(), chosen.toReversed(), FEE);
        expect(reversed).toEqual(applyPromotions(of, chosen, FEE));
      }),
      RUNS,
    );
  });

  // With a minimum, or several pieces given at once, one more piece may be what the promotion asks for.
  test('one more product never makes the whole cheaper with one promotion that asks for none', () => {
    const pay = (of: readonly DiscountableLine[], promotion: UsablePromotion) =>
      of.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0) -
      applyPromotions(of, [promotion], 0).reduce((sum, { amount }) => sum + amount, 0);
    fc.assert(
      fc.property(lines.map(named), promotionOf(0, 1), (of, promotion) => {
        expect(pay(of, promotion)).toBeGreaterThanOrEqual(pay(of.slice(1), promotion));
      }),
      RUNS,
    );
  });
});

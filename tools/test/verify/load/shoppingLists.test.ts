import { readCatalogue } from '@nakku/demo';
import { slugOf } from '@nakku/slugs';
import {
  basketsFor,
  categoriesIn,
  demandOf,
  sellable,
  shoppingList,
  withPreferences,
  withoutSoldOut,
} from '../../../src/verify/load/shoppingLists.ts';

const productsOf = new Map([
  ['whole-milk', ['m1', 'm2', 'm3']],
  ['rolls-buns', ['r1']],
]);

test('baskets come again from the start when there are fewer than orders', () => {
  expect(basketsFor([['a'], ['b']], 5)).toEqual([['a'], ['b'], ['a'], ['b'], ['a']]);
  expect(() => basketsFor([], 1)).toThrow('no baskets');
});

test('categories are named once, by slug', () => {
  expect(categoriesIn([['whole milk', 'rolls/buns'], ['whole milk']])).toEqual(['rolls-buns', 'whole-milk']);
});

test('each item becomes a product of its category, the same one for the same place in the file', () => {
  expect(shoppingList(['whole milk', 'rolls/buns'], 4, productsOf)).toEqual([
    { productId: 'm2', quantity: 1 },
    { productId: 'r1', quantity: 1 },
  ]);
});

test('an item that comes twice is two pieces of one product', () => {
  expect(shoppingList(['whole milk', 'whole milk'], 0, productsOf)).toEqual([
    { productId: 'm1', quantity: 2 },
  ]);
});

test('a category that the shop does not have is named', () => {
  expect(() => shoppingList(['caviar'], 0, productsOf)).toThrow('"caviar"');
});

describe('a basket with an item that the shop does not sell', () => {
  const baskets = [
    { line: 1, items: ['Item 1', 'Item 2'] },
    { line: 2, items: ['whole milk'] },
    { line: 7, items: ['whole milk', 'caviar'] },
  ];

  test('is refused with file, line, item and what to do', () => {
    expect(() => sellable(baskets.slice(1), productsOf, { file: 'b.csv' })).toThrow(
      'b.csv:7: the shop has no products of a category "caviar"; expected names of its categories. Correct the line, or leave out such lines with --skip-bad-lines.',
    );
    expect(() => sellable(baskets, productsOf, { file: 'b.csv' })).toThrow(
      /^b\.csv:1: .*"Item 1".* If it is a header, remove it\./,
    );
  });

  test('is left out on request, and told', () => {
    const skipped: string[] = [];
    const left = sellable(baskets, productsOf, { file: 'b.csv', onSkipped: (one) => skipped.push(one) });
    expect(left.map(({ line }) => line)).toEqual([2]);
    expect(skipped.map((one) => one.split(' ')[0])).toEqual(['b.csv:1:', 'b.csv:7:']);
  });
});

test('the demand is the sum of all lists', () => {
  const lists = [[{ productId: 'm1', quantity: 2 }], [{ productId: 'm1', quantity: 1 }]];
  expect([...demandOf(lists)]).toEqual([['m1', 3]]);
});

test('the demo shop sells every category that its catalogue names, under the slug of the name', () => {
  const shelves = new Set(readCatalogue().map((row) => slugOf(row.category.split(' > ').at(-1) ?? '')));
  expect(shelves.has(slugOf('rolls/buns'))).toBe(true);
  expect(shelves.has('')).toBe(false);
});

test('the same place in the file has the same preferences, and of ten lines five take the best match', () => {
  const list = Array.from({ length: 10 }, (_, n) => ({ productId: `p${n}`, quantity: 1 }));
  const preferences = withPreferences(list, 3).map(({ ifUnavailable }) => ifUnavailable);
  expect(withPreferences(list, 3).map(({ ifUnavailable }) => ifUnavailable)).toEqual(preferences);
  expect(preferences.filter((preference) => preference === 'BEST_MATCH')).toHaveLength(5);
  expect(preferences.filter((preference) => preference === 'MY_CHOICE')).toHaveLength(3);
  expect(preferences.filter((preference) => preference === 'REFUND')).toHaveLength(2);
  expect(withPreferences(list, 3)[4]).toMatchObject({ productId: 'p4', quantity: 1 });
});

test('another product of the category takes the place of one that is sold out; without any the line is left out', () => {
  const others = (id: string) =>
    new Map([
      ['m1', ['m2', 'm3']],
      ['m2', ['m1', 'm3']],
    ]).get(id) ?? [];
  const list = [
    { productId: 'm1', quantity: 2, ifUnavailable: 'REFUND' as const },
    { productId: 'm2', quantity: 1 },
    { productId: 'r1', quantity: 1 },
  ];
  expect(withoutSoldOut(list, new Set(['m1', 'r1']), others)).toEqual([
    { productId: 'm3', quantity: 2, ifUnavailable: 'REFUND' },
    { productId: 'm2', quantity: 1 },
  ]);
  expect(withoutSoldOut(list, new Set(), others)).toEqual(list);
});

import { impossibleLines } from './restock.ts';

const left = [
  { productId: 'a', quantity: 2 },
  { productId: 'b', quantity: 0 },
];

test('what left can come back', () => {
  expect(impossibleLines([{ productId: 'a', quantity: 2 }], left)).toEqual([]);
  expect(impossibleLines([], left)).toEqual([]);
});

test('more than left, or something else, cannot', () => {
  expect(
    impossibleLines(
      [
        { productId: 'a', quantity: 3 },
        { productId: 'b', quantity: 1 },
        { productId: 'c', quantity: 0 },
      ],
      left,
    ),
  ).toEqual([
    { index: 0, field: 'quantity', message: 'must be at most 2, what left' },
    { index: 1, field: 'productId', message: 'must be a product that left with the order' },
    { index: 2, field: 'productId', message: 'must be a product that left with the order' },
  ]);
});

import { repeated, sumByProduct } from './lines.ts';

test('lines of one product are summed, products sorted', () => {
  expect(
    sumByProduct([
      { productId: 'b', quantity: 1 },
      { productId: 'a', quantity: 2 },
      { productId: 'b', quantity: 3 },
    ]),
  ).toEqual([
    { productId: 'a', quantity: 2 },
    { productId: 'b', quantity: 4 },
  ]);
});

test('finds what is named twice', () => {
  expect(repeated(['a', 'b', 'a', 'c'])).toEqual(['a']);
});

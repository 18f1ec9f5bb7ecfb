import { parseBaskets } from '../../../src/verify/load/baskets.ts';

test('each line is a basket, each cell an item', () => {
  expect(parseBaskets('whole milk,rolls/buns\nsoda\n')).toEqual([['whole milk', 'rolls/buns'], ['soda']]);
});

test('blanks around, empty cells and empty lines do not count', () => {
  expect(parseBaskets('\ufeff whole milk , ,soda,,\r\n\r\n,,\r\n"red/blush wine"\r\n')).toEqual([
    ['whole milk', 'soda'],
    ['red/blush wine'],
  ]);
});

test('no baskets in an empty file', () => {
  expect(parseBaskets('')).toEqual([]);
});

test('what is no CSV is refused', () => {
  expect(() => parseBaskets('a,"b\nc')).toThrow('Quote Not Closed');
});

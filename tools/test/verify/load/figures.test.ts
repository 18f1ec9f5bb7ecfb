import { countOf, inWords, percentile, table } from '../../../src/verify/load/figures.ts';

test.each([
  [[5], 0.5, 5],
  [[1, 2, 3, 4], 0.5, 2],
  [[4, 3, 2, 1], 0.95, 4],
  [Array.from({ length: 100 }, (_, index) => index + 1), 0.95, 95],
  [[1, 2], 0, 1],
])('percentile of %j at %d', (values, share, expected) => {
  expect(percentile(values, share)).toBe(expected);
});

test('no values have no percentile', () => {
  expect(percentile([], 0.5)).toBeUndefined();
});

test('counts, the most frequent first, then by name', () => {
  expect(countOf(['b', 'a', 'c', 'a', 'b', 'a'])).toEqual([
    ['a', 3],
    ['b', 2],
    ['c', 1],
  ]);
});

test.each([
  [undefined, '–'],
  [0, '0 ms'],
  [849.6, '850 ms'],
  [12_340, '12.3 s'],
  [245_000, '4 min 05 s'],
])('%p in words', (ms, words) => {
  expect(inWords(ms)).toBe(words);
});

test('a table is as wide as its longest name', () => {
  expect(
    table([
      ['a', '1'],
      ['longer', '2'],
    ]),
  ).toBe('  a       1\n  longer  2');
});

import { portion } from './portion.ts';

test.each([
  [999, 1500, 150],
  [999, 0, 0],
  [999, 10_000, 999],
  [1, 4_999, 0],
  [1, 5_000, 1],
  [Number.MAX_SAFE_INTEGER, 10_000, Number.MAX_SAFE_INTEGER],
])('of %i, %i basis points are %i', (amount, rate, part) => {
  expect(portion(amount, rate)).toBe(part);
});

test.each([
  [-1, 100],
  [1.5, 100],
  [1, -1],
  [1, 0.5],
])('refuses %d at %d', (amount, rate) => {
  expect(() => portion(amount, rate)).toThrow(RangeError);
});

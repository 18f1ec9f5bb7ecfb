import { maxTipOf } from './tip.ts';

test.each([
  ['EUR', 10_000],
  ['KWD', 100_000],
  ['JPY', 10_000],
  [null, 10_000],
])('the largest tip in %s is %i minor units', (currency, max) => {
  expect(maxTipOf(currency)).toBe(max);
});

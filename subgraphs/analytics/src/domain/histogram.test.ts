import fc from 'fast-check';
import { bucketOf, mergeHistograms, middleOf, quantile } from './histogram.ts';
import type { Histogram } from './histogram.ts';

const durations = fc.array(fc.integer({ min: 1, max: 86_400 }), { minLength: 1, maxLength: 200 });
function histogramOf(seconds: readonly number[]): Histogram {
  return mergeHistograms(seconds.map((one) => new Map([[bucketOf(one), 1]])));
}

test('the middle of a bucket is at most 1 % from what is in it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seconds) => {
      expect(Math.abs(middleOf(bucketOf(seconds)) - seconds) / seconds).toBeLessThanOrEqual(0.01);
    }),
  );
});

test('a quantile is the exact one, but for the 1 % of its bucket and rounding', () => {
  fc.assert(
    fc.property(durations, fc.constantFrom(0.5, 0.9, 0.99), (seconds, p) => {
      const sorted = [...seconds].sort((one, other) => one - other);
      const exact = sorted[Math.ceil(p * sorted.length) - 1] ?? 0;
      expect(Math.abs((quantile(histogramOf(seconds), p) ?? 0) - exact)).toBeLessThanOrEqual(
        exact * 0.01 + 0.5,
      );
    }),
  );
});

test('histograms of parts add up to the histogram of the whole', () => {
  fc.assert(
    fc.property(durations, durations, (one, other) => {
      const merged = mergeHistograms([histogramOf(one), histogramOf(other)]);
      expect(new Map([...merged].sort())).toEqual(new Map([...histogramOf([...one, ...other])].sort()));
    }),
  );
});

test('nothing has no quantile', () => expect(quantile(new Map(), 0.5)).toBeNull());

test.each([
  [0, 1],
  [1, 1],
  [600, 606],
  [3_600, 3_599],
])('%s seconds are shown as %s', (seconds, shown) => {
  expect(quantile(histogramOf([seconds]), 0.9)).toBe(shown);
});

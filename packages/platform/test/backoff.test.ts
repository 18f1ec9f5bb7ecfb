import { backoffMs } from '../src/backoff.ts';

test.each([
  [0, 250],
  [1, 500],
  [3, 2_000],
  [4, 3_000],
  [5_000, 3_000],
])('after %i failures it waits %i ms', (failures, ms) => {
  expect(backoffMs(failures, { firstMs: 250, maxMs: 3_000 })).toBe(ms);
});

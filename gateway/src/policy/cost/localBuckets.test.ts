import { createLocalBuckets } from './localBuckets.ts';

const bucket = (key: string, amount: number, used = 0) => ({ key, capacity: 10, perSecond: 2, amount, used });

test('consumes from all buckets or from none, and says how long to wait', async () => {
  let at = 0;
  const buckets = createLocalBuckets(() => at);
  expect(await buckets.consume([bucket('a', 4), bucket('b', 10)])).toEqual({
    exhausted: undefined,
    waitMs: 0,
    left: [6, 0],
  });
  expect(await buckets.consume([bucket('a', 1), bucket('b', 1)])).toEqual({
    exhausted: 1,
    waitMs: 500,
    left: [6, 0],
  });
  at = 500;
  expect(await buckets.consume([bucket('a', 1), bucket('b', 1)])).toEqual({
    exhausted: undefined,
    waitMs: 0,
    left: [6, 0],
  });
});

test('what was used already is taken below zero, what is given back fills up to the capacity', async () => {
  const buckets = createLocalBuckets(() => 0);
  expect((await buckets.consume([bucket('a', 0, 8)])).left).toEqual([2]);
  expect((await buckets.consume([bucket('a', 0, 8)])).left).toEqual([-6]);
  expect((await buckets.consume([bucket('a', 1)])).waitMs).toBe(3_500);
  expect((await buckets.consume([bucket('a', 0, -100)])).left).toEqual([10]);
});

test('what was used already is taken also where the rest is refused', async () => {
  const buckets = createLocalBuckets(() => 0);
  expect(await buckets.consume([bucket('a', 8, 4)])).toEqual({ exhausted: 0, waitMs: 1_000, left: [6] });
  expect((await buckets.consume([bucket('a', 6)])).left).toEqual([0]);
});

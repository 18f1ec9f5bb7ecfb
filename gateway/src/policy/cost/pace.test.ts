import { jest } from '@jest/globals';
import { createPace } from './pace.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('so many go on at once, further ones evenly; another key does not wait', async () => {
  const pace = createPace({ perSecond: 4, maxWaitMs: 10_000 });
  const went: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    const turn = pace.next('a');
    if (turn) void turn.then(() => went.push(i));
    else went.push(i);
  }
  expect(went).toEqual([0, 1, 2, 3]);
  expect(pace.next('b')).toBeUndefined();
  await jest.advanceTimersByTimeAsync(249);
  expect(went).toEqual([0, 1, 2, 3]);
  await jest.advanceTimersByTimeAsync(1);
  expect(went).toEqual([0, 1, 2, 3, 4]);
  await jest.advanceTimersByTimeAsync(500);
  expect(went).toEqual([0, 1, 2, 3, 4, 5, 6]);
  await jest.advanceTimersByTimeAsync(2_000);
  expect(pace.next('a')).toBeUndefined();
});

test('nobody waits longer than the longest wait, however many came before', async () => {
  const pace = createPace({ perSecond: 1, maxWaitMs: 2_000 });
  let went = 0;
  for (let i = 0; i < 50; i += 1) void pace.next('a')?.then(() => (went += 1));
  expect([pace.isFull('a'), pace.isFull('b')]).toEqual([true, false]);
  await jest.advanceTimersByTimeAsync(2_000);
  expect(went).toBe(49);
  expect(pace.isFull('a')).toBe(false);
});

test('no more than so many wait', () => {
  const pace = createPace({ perSecond: 1, maxWaitMs: 2_000, maxWaiting: 1 });
  expect(pace.next('a')).toBeUndefined();
  expect(pace.next('a')).toBeInstanceOf(Promise);
  expect(pace.next('a')).toBeUndefined();
});

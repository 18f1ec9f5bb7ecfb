import { openSignal } from '../../../src/simulators/staff/signal.ts';
import { openLane } from '../../../src/simulators/staff/lane.ts';

test('a lane runs so many at once, the others in their order', async () => {
  const lane = openLane(2);
  const began: number[] = [];
  const ends: (() => void)[] = [];
  const all = [0, 1, 2, 3].map((number) =>
    lane(async () => {
      began.push(number);
      await new Promise<void>((resolve) => (ends[number] = resolve));
      return number;
    }),
  );
  await Promise.resolve();
  expect(began).toEqual([0, 1]);
  ends[1]?.();
  await all[1];
  expect(began).toEqual([0, 1, 2]);
  ends[0]?.();
  ends[2]?.();
  await all[2];
  ends[3]?.();
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
});

test('a failure leaves the lane, too', async () => {
  const lane = openLane(1);
  await expect(lane(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await lane(() => Promise.resolve('next'))).toBe('next');
});

describe('a signal', () => {
  const { signal } = new AbortController();

  test('keeps a notification that nobody waited for, once', async () => {
    const changes = openSignal();
    changes.notify();
    expect(await changes.wait(10_000, signal)).toBe(true);
    expect(await changes.wait(1, signal)).toBe(false);
  });

  test('wakes whoever waits', async () => {
    const changes = openSignal();
    const waiting = changes.wait(10_000, signal);
    changes.notify();
    expect(await waiting).toBe(true);
  });

  test('ends when it is aborted', async () => {
    const changes = openSignal();
    const stopped = new AbortController();
    const waiting = changes.wait(10_000, stopped.signal);
    stopped.abort();
    expect(await waiting).toBe(false);
  });
});

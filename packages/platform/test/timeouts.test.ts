import { getActiveResourcesInfo } from 'node:process';
import { createSignal } from '../src/signal.ts';
import { waitUpTo, withTimeout } from '../src/timeouts.ts';

const never = new Promise<never>(() => undefined);
const timers = () => getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('waiting says whether the work ended in time, and leaves no timer', async () => {
  const before = timers();
  expect(await waitUpTo(60_000, Promise.resolve('done'))).toBe(true);
  expect(await waitUpTo(1, never)).toBe(false);
  await expect(waitUpTo(60_000, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(timers()).toBeLessThanOrEqual(before);
});

test('a result in time is returned, a late one is an error, and no timer is left', async () => {
  const before = timers();
  expect(await withTimeout(60_000, 'too late', Promise.resolve('done'))).toBe('done');
  await expect(withTimeout(1, 'too late', never)).rejects.toThrow('too late');
  await expect(withTimeout(60_000, 'too late', Promise.reject(new Error('broken')))).rejects.toThrow(
    'broken',
  );
  expect(timers()).toBeLessThanOrEqual(before);
});

test('a signal says whether it was notified or the time was over', async () => {
  const signal = createSignal();
  expect(await signal.wait(1)).toBe(false);
  signal.notify();
  expect(await signal.wait(60_000)).toBe(true);
  const waiting = signal.wait(60_000);
  signal.notify();
  expect(await waiting).toBe(true);
  expect(await signal.wait(1)).toBe(false);
});

import { setTimeout as pause } from 'node:timers/promises';
import { isTransient } from './failures.ts';

const FIRST_MS = 100;
const LONGEST_MS = 2_000;

/** How long to wait before the next try: doubling, with half of it left to chance so that clients spread out. */
export function pauseBefore(failures: number, chance: number = Math.random()): number {
  const whole = Math.min(FIRST_MS * 2 ** Math.min(failures, 10), LONGEST_MS);
  return Math.round((whole * (1 + chance)) / 2);
}

/** Waits; rejects with the signal's reason when it is aborted. */
export function rest(ms: number, signal?: AbortSignal): Promise<void> {
  return pause(ms, undefined, signal ? { signal } : {});
}

/**
 * Repeats `work` while it fails for a reason that may pass, until `withinMs` are over; then its last error is thrown.
 * Only for work that may be done twice.
 */
export async function patiently<T>(
  work: () => Promise<T>,
  o: { withinMs: number; signal?: AbortSignal },
): Promise<T> {
  const deadline = Date.now() + o.withinMs;
  for (let failures = 0; ; failures += 1) {
    o.signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      const wait = pauseBefore(failures);
      if (!isTransient(error) || Date.now() + wait > deadline) throw error;
      await rest(wait, o.signal);
    }
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { pauseBefore } from '@nakku/client';
import { isTransient } from './failures.ts';

/** Tests and operators do not wait as long as an app would. */
export const MAX_PAUSE_MS = 2_000;

/** Waits; rejects with the signal's reason when it is aborted. */
export function rest(ms: number, signal?: AbortSignal): Promise<void> {
  return pause(ms, undefined, signal ? { signal } : {});
}

/**
 * Repeats `work` while it fails for a reason that may pass, until `timeoutMs` are over; then its last error is thrown.
 * Only for work that may be done twice.
 */
export async function withRetries<T>(
  work: () => Promise<T>,
  o: { timeoutMs: number; signal?: AbortSignal },
): Promise<T> {
  const deadline = Date.now() + o.timeoutMs;
  for (let failures = 0; ; failures += 1) {
    o.signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      const wait = pauseBefore(failures, MAX_PAUSE_MS);
      if (!isTransient(error) || Date.now() + wait > deadline) throw error;
      await rest(wait, o.signal);
    }
  }
}

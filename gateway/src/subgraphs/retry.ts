import { backoffMs } from '@nakku/platform';
import type { Cancellable } from '../request/deadline.ts';
import type { RetryBudget } from './retryBudget.ts';

export interface RetryRules {
  /** After the first attempt. */
  readonly max: number;
  /** The longest pause before the first retry, in milliseconds; doubles with each. */
  readonly firstPauseMs: number;
}

/**
 * Makes `attempt`, and again while `mayRepeat` says so, the budget allows it, and nobody has given up waiting.
 * Pauses are random up to their bound, so that many that failed together do not come back together.
 * @throws what the last attempt threw
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  o: {
    readonly rules: RetryRules;
    readonly budget: RetryBudget;
    readonly mayRepeat: (error: unknown) => boolean;
    readonly signal: Cancellable;
    readonly onRetry: () => void;
  },
): Promise<T> {
  o.budget.earn();
  for (let retries = 0; ; retries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const isLast = retries >= o.rules.max || o.signal.aborted;
      if (isLast || !o.mayRepeat(error) || !o.budget.spend()) throw error;
      o.onRetry();
      const maxMs = backoffMs(retries, { firstMs: o.rules.firstPauseMs, maxMs: Infinity });
      // Whoever gives up meanwhile gets the failure that was seen, not that of the pause.
      await pause(Math.random() * maxMs, o.signal);
      if (o.signal.aborted) throw error;
    }
  }
}

/** Waits, or until nobody does any more. */
function pause(ms: number, signal: Cancellable): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}

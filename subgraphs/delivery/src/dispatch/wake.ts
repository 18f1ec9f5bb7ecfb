import type { LiveSignals } from '@nakku/platform';
import { channels } from '../live.ts';

/** Wakes the dispatcher of this process; a hint only, its poll covers what is lost. */
export interface DispatchWake {
  /** Something was committed that the dispatchers of all processes should look at. */
  now(): void;
  /** Something will be committed within a moment: the transaction is still open and nobody tells of its end. */
  soon(): void;
  /** Resolves at the next reason to look, at the latest after `pollMs`, or when `signal` aborts. */
  next(pollMs: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** A commit follows its handler by a few milliseconds; under load by some more. */
const soonMs = [8, 25, 75];

export function createDispatchWake(live: LiveSignals): DispatchWake {
  const timers = new Set<NodeJS.Timeout>();
  let isWoken = false;
  let wake: (() => void) | null = null;
  const woken = (): void => {
    isWoken = true;
    wake?.();
  };
  const stop = live.subscribe(channels.dispatch, woken);

  return {
    now: () => live.publish(channels.dispatch, 1),
    soon() {
      for (const ms of soonMs) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          woken();
        }, ms);
        timers.add(timer);
      }
    },
    async next(pollMs, signal) {
      if (!isWoken && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pollMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          signal.addEventListener('abort', wake, { once: true });
        });
        if (wake) signal.removeEventListener('abort', wake);
        wake = null;
      }
      isWoken = false;
    },
    close() {
      stop();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

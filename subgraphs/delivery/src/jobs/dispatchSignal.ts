import type { LiveSignals } from '@nakku/platform';
import type { DispatchSignal } from '../app/deps.ts';
import { channels } from '../events/channels.ts';

/** How the dispatcher of this process waits. */
export interface DispatchWait {
  /** Resolves at the next reason to look, at the latest after `maxMs`, or when `signal` aborts. */
  next(maxMs: number, signal: AbortSignal): Promise<void>;
}

/** A commit follows its handler by a few milliseconds; under load by many more. */
const soonMs = [8, 25, 75, 250, 1_000];

export function createDispatchSignal(live: LiveSignals): DispatchSignal & DispatchWait & { close(): void } {
  const timers = new Set<NodeJS.Timeout>();
  let isWoken = false;
  let wake: (() => void) | null = null;
  const woken = (): void => {
    isWoken = true;
    wake?.();
  };
  const stop = live.subscribe(channels.dispatch, woken);

  return {
    notify: () => live.publish(channels.dispatch, 1),
    notifySoon() {
      for (const ms of soonMs) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          woken();
        }, ms);
        timers.add(timer);
      }
    },
    async next(maxMs, signal) {
      if (!isWoken && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, maxMs);
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

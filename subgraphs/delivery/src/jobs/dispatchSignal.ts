import { createSignal, type LiveSignals } from '@nakku/platform';
import type { DispatchSignal } from '../app/deps.ts';
import { channels } from '../events/channels.ts';

/** How the dispatcher of this process waits. */
export interface DispatchWait {
  /** Resolves at the next reason to look, at the latest after `maxMs`, or when `abort` says so. */
  next(maxMs: number, abort: AbortSignal): Promise<void>;
}

/** A commit follows its handler by a few milliseconds; under load by many more. */
const soonMs = [8, 25, 75, 250, 1_000, 2_500];

export function createDispatchSignal(live: LiveSignals): DispatchSignal & DispatchWait & { close(): void } {
  const signal = createSignal();
  const timers = new Set<NodeJS.Timeout>();
  const stop = live.subscribe(channels.dispatch, () => signal.notify());

  return {
    notify: () => live.publish(channels.dispatch, 1),
    notifySoon() {
      for (const ms of soonMs) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          signal.notify();
        }, ms);
        timers.add(timer);
      }
    },
    async next(maxMs, abort) {
      if (abort.aborted) return;
      const end = (): void => signal.notify();
      abort.addEventListener('abort', end);
      await signal.wait(maxMs);
      abort.removeEventListener('abort', end);
    },
    close() {
      stop();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

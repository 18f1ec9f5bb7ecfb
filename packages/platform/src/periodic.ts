import { logger } from '@nakku/telemetry';
import { createSignal } from './signal.ts';

export interface Periodic {
  start(): void;
  /** Runs at the latest in so many milliseconds; 0 is now. It never puts off what comes earlier. */
  wake(delayMs?: number): void;
  /** Waits for the running turn. */
  stop(): Promise<void>;
}

/**
 * Runs `turn` every `everyMs` milliseconds, never twice at the same time. An error is logged and the next turn comes.
 * @param turn may return the milliseconds after which it has work again, if that is earlier
 */
export function periodically(
  name: string,
  everyMs: number,
  turn: (signal: AbortSignal) => Promise<number | void>,
): Periodic {
  const wakeUp = createSignal();
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let failures = 0;
  let nextAt = 0;
  const timers = new Set<NodeJS.Timeout>();

  const wake = (delayMs = 0): void => {
    if (stopping.signal.aborted || performance.now() + delayMs >= nextAt) return;
    if (delayMs <= 0) return wakeUp.notify();
    const timer = setTimeout(() => {
      timers.delete(timer);
      wakeUp.notify();
    }, delayMs);
    timers.add(timer);
  };

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      let pauseMs = everyMs;
      nextAt = Infinity; // a reason that comes during the turn makes another one
      try {
        const dueInMs = await turn(stopping.signal);
        if (dueInMs !== undefined) pauseMs = Math.min(pauseMs, Math.max(0, Math.ceil(dueInMs)));
        failures = 0;
      } catch (error) {
        failures += 1;
        // Once a minute at most while the database is away.
        if (!stopping.signal.aborted && failures % 60 === 1)
          logger().warn({ err: error, name }, 'a periodic task failed');
      }
      if (failures > 0) pauseMs = Math.max(everyMs, 1_000);
      nextAt = performance.now() + pauseMs;
      await wakeUp.wait(pauseMs);
    }
  };

  return {
    start() {
      running = loop();
    },
    wake,
    async stop() {
      stopping.abort();
      for (const timer of timers) clearTimeout(timer);
      wakeUp.notify();
      await running;
    },
  };
}

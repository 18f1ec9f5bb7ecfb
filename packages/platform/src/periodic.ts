import { logger } from '@nakku/telemetry';
import { createSignal } from './signal.ts';

export interface Periodic {
  start(): void;
  /** Runs now instead of at the next turn. */
  wake(): void;
  /** Waits for the running turn. */
  stop(): Promise<void>;
}

/** Runs `turn` every `everyMs` milliseconds, never twice at the same time. An error is logged and the next turn comes. */
export function periodically(
  name: string,
  everyMs: number,
  turn: (signal: AbortSignal) => Promise<void>,
): Periodic {
  const wakeUp = createSignal();
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let failures = 0;

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await turn(stopping.signal);
        failures = 0;
      } catch (error) {
        failures += 1;
        // Once a minute at most while the database is away.
        if (!stopping.signal.aborted && failures % 60 === 1)
          logger().warn({ err: error, name }, 'a periodic task failed');
      }
      await wakeUp.wait(failures > 0 ? Math.max(everyMs, 1_000) : everyMs);
    }
  };

  return {
    start() {
      running = loop();
    },
    wake: () => wakeUp.notify(),
    async stop() {
      stopping.abort();
      wakeUp.notify();
      await running;
    },
  };
}

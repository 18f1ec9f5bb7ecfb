import { FairQueue } from '../supergraph/fairQueue.ts';

/** Turns at work that keeps the event loop: parsing, validating, planning. */
export interface FairTurns {
  /** Resolves when it is the turn of somebody of `key`. */
  next(key: string): Promise<void>;
}

/**
 * One turn at a time, and between two turns the event loop goes round. Who waits under the same key waits in order; keys
 * take turns. So one address that sends a hundred documents at once is examined as often as one that sends a single one.
 */
export function createFairTurns(): FairTurns {
  const waiting = new FairQueue<() => void>();
  let isRunning = false;

  function run(): void {
    const take = waiting.take();
    isRunning = take !== undefined;
    if (!take) return;
    setImmediate(run);
    take();
  }

  return {
    next(key) {
      return new Promise((resolve) => {
        waiting.add(key, resolve);
        if (!isRunning) run();
      });
    },
  };
}

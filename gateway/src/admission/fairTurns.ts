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
  /** By key, in the order of their next turns. */
  const waiting = new Map<string, (() => void)[]>();
  let isRunning = false;

  function run(): void {
    const [first] = waiting;
    if (!first) {
      isRunning = false;
      return;
    }
    const [key, queue] = first;
    const take = queue.shift();
    waiting.delete(key);
    if (queue.length > 0) waiting.set(key, queue);
    setImmediate(run);
    take?.();
  }

  return {
    next(key) {
      return new Promise((resolve) => {
        const queue = waiting.get(key);
        if (queue) queue.push(resolve);
        else waiting.set(key, [resolve]);
        if (isRunning) return;
        isRunning = true;
        run();
      });
    },
  };
}

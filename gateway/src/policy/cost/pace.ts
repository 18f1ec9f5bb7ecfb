import { LRUCache } from 'lru-cache';

export interface PaceOptions {
  /** How many of one key go on in a second, and at once when there were none before. */
  readonly perSecond: number;
  /** How long one waits at most, ms. */
  readonly maxWaitMs: number;
  /** How many may wait, of all keys together; beyond it nothing waits. */
  readonly maxWaiting?: number;
  readonly now?: () => number;
}

export interface Pace {
  /** Resolves when it is the turn of one more of a key; undefined: now. */
  next(key: string): Promise<void> | undefined;
  /** Whether one more would wait as long as anybody may: for those who rather refuse it. */
  isFull(key: string): boolean;
}

const maxKeys = 10_000;
const secondMs = 1_000;

/**
 * Lets what one client does happen at a pace, without refusing any of it: whoever waits for a response before the next
 * request keeps nobody busy, and a storm becomes a stream.
 */
export function createPace({ perSecond, maxWaitMs, maxWaiting = 10_000, now = Date.now }: PaceOptions): Pace {
  /** When the last one of each key would go on if all came evenly. */
  const evenly = new LRUCache<string, number>({ max: maxKeys });
  const intervalMs = secondMs / perSecond;
  let waiting = 0;

  return {
    isFull: (key) => (evenly.get(key) ?? 0) - now() >= secondMs + maxWaitMs,
    next,
  };

  function next(key: string): Promise<void> | undefined {
    const at = now();
    const evenlyNext = Math.max(evenly.get(key) ?? 0, at) + intervalMs;
    const waitMs = Math.min(evenlyNext - at - secondMs, maxWaitMs);
    // Nobody has more of a queue than the longest wait.
    evenly.set(key, Math.min(evenlyNext, at + secondMs + maxWaitMs));
    if (waitMs <= 0 || waiting >= maxWaiting) return undefined;
    waiting += 1;
    return new Promise((resolve) => {
      setTimeout(() => {
        waiting -= 1;
        resolve();
      }, waitMs);
    });
  }
}

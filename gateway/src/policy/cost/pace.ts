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

/** Resolves when it is the turn of one more of a key; undefined: now. */
export type Pace = (key: string) => Promise<void> | undefined;

const maxKeys = 10_000;
const secondMs = 1_000;

/**
 * Lets what one client does happen at a pace, without refusing any of it: whoever waits for a response before the next
 * request keeps nobody busy, and a storm becomes a stream.
 */
export function createPace({ perSecond, maxWaitMs, maxWaiting = 2_000, now = Date.now }: PaceOptions): Pace {
  /** When the last one of each key would go on if all came evenly. */
  const evenly = new LRUCache<string, number>({ max: maxKeys });
  const intervalMs = secondMs / perSecond;
  let waiting = 0;

  return (key) => {
    const at = now();
    const next = Math.max(evenly.get(key) ?? 0, at) + intervalMs;
    const waitMs = Math.min(next - at - secondMs, maxWaitMs);
    // Nobody has more of a queue than the longest wait.
    evenly.set(key, Math.min(next, at + secondMs + maxWaitMs));
    if (waitMs <= 0 || waiting >= maxWaiting) return undefined;
    waiting += 1;
    return new Promise((resolve) => {
      setTimeout(() => {
        waiting -= 1;
        resolve();
      }, waitMs);
    });
  };
}

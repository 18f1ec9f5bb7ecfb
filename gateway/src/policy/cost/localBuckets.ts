import { LRUCache } from 'lru-cache';
import type { Buckets, ConsumeResult, TokenRequest } from './buckets.ts';

/** Clients that are remembered; who is forgotten begins with a full bucket. */
const maxBuckets = 50_000;

interface Level {
  left: number;
  at: number;
}

/** Token buckets in this gateway's memory: what budgets are kept in while Redis cannot keep them. */
export function createLocalBuckets(now: () => number = Date.now): Buckets {
  const levels = new LRUCache<string, Level>({ max: maxBuckets });

  function leftIn({ key, capacity, perSecond }: TokenRequest, at: number): number {
    const level = levels.get(key);
    if (!level) return capacity;
    return Math.min(capacity, level.left + (Math.max(0, at - level.at) * perSecond) / 1_000);
  }

  function run(requests: readonly TokenRequest[], isForced: boolean): ConsumeResult {
    const at = now();
    const wanted = requests.map((request) => {
      const amount = Math.min(request.amount, request.capacity);
      const left = leftIn(request, at);
      const missing = isForced ? 0 : Math.max(0, amount - left);
      return { request, amount, left, waitMs: Math.ceil((missing * 1_000) / request.perSecond) };
    });
    const waitMs = Math.max(0, ...wanted.map((one) => one.waitMs));
    if (waitMs > 0) {
      return {
        exhausted: wanted.findIndex((one) => one.waitMs === waitMs),
        waitMs,
        left: wanted.map((one) => Math.floor(one.left)),
      };
    }
    const left = wanted.map(({ request, amount, left: before }) => {
      const after = Math.min(request.capacity, before - amount);
      levels.set(request.key, { left: after, at });
      return Math.floor(after);
    });
    return { exhausted: undefined, waitMs: 0, left };
  }

  return {
    consume: (requests) => Promise.resolve(run(requests, false)),
    force: (requests) => Promise.resolve(run(requests, true)),
    stop: () => levels.clear(),
  };
}

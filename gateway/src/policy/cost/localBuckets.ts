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

  function run(requests: readonly TokenRequest[]): ConsumeResult {
    const at = now();
    const wanted = requests.map((request) => {
      const { capacity, perSecond } = request;
      const amount = Math.min(request.amount, capacity);
      const left = Math.min(capacity, leftIn(request, at) - Math.min(request.used, capacity));
      return { request, amount, left, waitMs: Math.ceil((Math.max(0, amount - left) * 1_000) / perSecond) };
    });
    const waitMs = Math.max(0, ...wanted.map((one) => one.waitMs));
    const isRefused = waitMs > 0;
    const left = wanted.map(({ request, amount, left: before }) => {
      const after = isRefused ? before : before - amount;
      if (!isRefused || request.used !== 0) levels.set(request.key, { left: after, at });
      return Math.floor(after);
    });
    const exhausted = isRefused ? wanted.findIndex((one) => one.waitMs === waitMs) : undefined;
    return { exhausted, waitMs, left };
  }

  return {
    consume: (requests) => Promise.resolve(run(requests)),
    stop: () => levels.clear(),
  };
}

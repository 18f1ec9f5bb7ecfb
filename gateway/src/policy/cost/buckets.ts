import { connectRedis, openRedis } from '@nakku/service';
import type { Result } from 'ioredis';
import { z } from 'zod';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    nakkuConsume(keys: number, ...args: (string | number)[]): Result<unknown, Context>;
  }
}

/** A token bucket, and how many tokens are requested from it. */
export interface TokenRequest {
  readonly key: string;
  /** What it holds when it is full. */
  readonly capacity: number;
  readonly perSecond: number;
  /** More than it can hold counts as all of it. */
  readonly amount: number;
  /** Tokens that were used already and are taken first, even if too few are there. Negative: given back. */
  readonly used: number;
}

export interface ConsumeResult {
  /** Index of the bucket that has too few tokens; undefined: all requests were consumed. */
  readonly exhausted: number | undefined;
  /** How long until enough is there. */
  readonly waitMs: number;
  /** What each bucket holds now. */
  readonly left: readonly number[];
}

export interface Buckets {
  /**
   * Consumes the amounts of all buckets or of none, in one atomic step; what was used already is taken in any case.
   * Throws while Redis is away, or after the time limit.
   */
  consume(requests: readonly TokenRequest[]): Promise<ConsumeResult>;
  stop(): void;
}

/** KEYS: buckets. ARGV: capacity, perSecond, amount, used of each. Redis' clock counts, so gateways agree. */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local left, exhausted, wait = {}, 0, 0
for i, key in ipairs(KEYS) do
  local capacity, rate = tonumber(ARGV[4 * i - 3]), tonumber(ARGV[4 * i - 2])
  local amount, used = tonumber(ARGV[4 * i - 1]), tonumber(ARGV[4 * i])
  amount = math.min(amount, capacity)
  local known = redis.call('HMGET', key, 'left', 'at')
  left[i] = capacity
  if known[1] then
    left[i] = math.min(capacity, tonumber(known[1]) + math.max(0, now - tonumber(known[2])) * rate / 1000)
  end
  left[i] = math.min(capacity, left[i] - math.min(used, capacity))
  if amount > left[i] then
    local needed = math.ceil((amount - left[i]) * 1000 / rate)
    if needed > wait then exhausted, wait = i, needed end
  end
end
local result = { exhausted, wait }
for i, key in ipairs(KEYS) do
  local capacity, rate = tonumber(ARGV[4 * i - 3]), tonumber(ARGV[4 * i - 2])
  local amount, used = tonumber(ARGV[4 * i - 1]), tonumber(ARGV[4 * i])
  if exhausted == 0 then left[i] = left[i] - math.min(amount, capacity) end
  if exhausted == 0 or used ~= 0 then
    redis.call('HSET', key, 'left', tostring(left[i]), 'at', tostring(now))
    redis.call('PEXPIRE', key, math.ceil((capacity - left[i]) * 1000 / rate) + 1000)
  end
  result[i + 2] = math.floor(left[i])
end
return result
`;

/** A gateway starts without Redis as well, but waits this long for it. */
const connectTimeoutMs = 2_000;

const resultSchema = z.tuple([z.number(), z.number()]).rest(z.number());

/** Token buckets in Redis that several gateways share. A bucket that is full takes no memory there. */
export async function openBuckets(o: {
  redisUrl: string;
  prefix: string;
  timeoutMs: number;
}): Promise<Buckets> {
  const redis = openRedis({ url: o.redisUrl, keyPrefix: o.prefix, commandTimeoutMs: o.timeoutMs });
  await connectRedis(redis, connectTimeoutMs);
  redis.defineCommand('nakkuConsume', { lua: script });

  return {
    async consume(requests) {
      const args = requests.flatMap(({ capacity, perSecond, amount, used }) => [
        capacity,
        perSecond,
        amount,
        used,
      ]);
      const result = await redis.nakkuConsume(requests.length, ...requests.map(({ key }) => key), ...args);
      const [exhausted, waitMs, ...left] = resultSchema.parse(result);
      return { exhausted: exhausted === 0 ? undefined : exhausted - 1, waitMs, left };
    },
    stop: () => redis.disconnect(),
  };
}

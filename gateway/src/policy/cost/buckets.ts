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
  /** More than it can hold counts as all of it. Negative: given back. */
  readonly amount: number;
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
  /** Consumes from all buckets or from none, in one atomic step. Throws while Redis is away, or after the time limit. */
  consume(requests: readonly TokenRequest[]): Promise<ConsumeResult>;
  /** Consumes even if too little is there: what was used already. */
  force(requests: readonly TokenRequest[]): Promise<ConsumeResult>;
  stop(): void;
}

/** KEYS: buckets. ARGV: `force`, then capacity, perSecond, amount of each. Redis' clock counts, so gateways agree. */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local left, exhausted, wait = {}, 0, 0
for i, key in ipairs(KEYS) do
  local capacity, rate, amount = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1])
  amount = math.min(amount, capacity)
  local known = redis.call('HMGET', key, 'left', 'at')
  left[i] = capacity
  if known[1] then
    left[i] = math.min(capacity, tonumber(known[1]) + math.max(0, now - tonumber(known[2])) * rate / 1000)
  end
  if amount > left[i] and ARGV[1] == '0' then
    local needed = math.ceil((amount - left[i]) * 1000 / rate)
    if needed > wait then exhausted, wait = i, needed end
  end
end
local result = { exhausted, wait }
for i, key in ipairs(KEYS) do
  local capacity, rate, amount = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1])
  if exhausted == 0 then
    left[i] = math.min(capacity, left[i] - math.min(amount, capacity))
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

  async function run(force: '0' | '1', requests: readonly TokenRequest[]): Promise<ConsumeResult> {
    const args = requests.flatMap(({ capacity, perSecond, amount }) => [capacity, perSecond, amount]);
    const result = await redis.nakkuConsume(
      requests.length,
      ...requests.map(({ key }) => key),
      force,
      ...args,
    );
    const [exhausted, waitMs, ...left] = resultSchema.parse(result);
    return { exhausted: exhausted === 0 ? undefined : exhausted - 1, waitMs, left };
  }

  return {
    consume: (requests) => run('0', requests),
    force: (requests) => run('1', requests),
    stop: () => redis.disconnect(),
  };
}

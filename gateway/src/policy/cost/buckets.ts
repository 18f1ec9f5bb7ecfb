import { connectRedis, openRedis } from '@nakku/service';
import type { Result } from 'ioredis';
import { z } from 'zod';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    nakkuTake(keys: number, ...args: (string | number)[]): Result<unknown, Context>;
  }
}

/** A token bucket, and what is to be taken from it. */
export interface Draft {
  readonly key: string;
  /** What it holds when it is full. */
  readonly capacity: number;
  readonly perSecond: number;
  /** More than it can hold counts as all of it. Negative: given back. */
  readonly amount: number;
}

export interface Taken {
  /** Index of the bucket that has too little; undefined: everything was taken, from all of them. */
  readonly lacking: number | undefined;
  /** How long until enough is there. */
  readonly waitMs: number;
  /** What each bucket holds now. */
  readonly left: readonly number[];
}

export interface Buckets {
  /** Takes from all buckets or from none, in one atomic step. Throws while Redis is away, or after the time limit. */
  take(drafts: readonly Draft[]): Promise<Taken>;
  /** Takes even if too little is there: what was used already. */
  force(drafts: readonly Draft[]): Promise<Taken>;
  stop(): void;
}

/** KEYS: buckets. ARGV: `force`, then capacity, perSecond, amount of each. Redis' clock counts, so gateways agree. */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local left, lacking, wait = {}, 0, 0
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
    if needed > wait then lacking, wait = i, needed end
  end
end
local answer = { lacking, wait }
for i, key in ipairs(KEYS) do
  local capacity, rate, amount = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1])
  if lacking == 0 then
    left[i] = math.min(capacity, left[i] - math.min(amount, capacity))
    redis.call('HSET', key, 'left', tostring(left[i]), 'at', tostring(now))
    redis.call('PEXPIRE', key, math.ceil((capacity - left[i]) * 1000 / rate) + 1000)
  end
  answer[i + 2] = math.floor(left[i])
end
return answer
`;

/** A gateway starts without Redis as well, but waits this long for it. */
const connectWithinMs = 2_000;

const answerSchema = z.tuple([z.number(), z.number()]).rest(z.number());

/** Token buckets in Redis that several gateways share. A bucket that is full takes no memory there. */
export async function openBuckets(o: {
  redisUrl: string;
  prefix: string;
  withinMs: number;
}): Promise<Buckets> {
  const redis = openRedis({ url: o.redisUrl, keyPrefix: o.prefix, commandTimeoutMs: o.withinMs });
  await connectRedis(redis, connectWithinMs);
  redis.defineCommand('nakkuTake', { lua: script });

  async function run(force: '0' | '1', drafts: readonly Draft[]): Promise<Taken> {
    const args = drafts.flatMap(({ capacity, perSecond, amount }) => [capacity, perSecond, amount]);
    const answer = await redis.nakkuTake(drafts.length, ...drafts.map(({ key }) => key), force, ...args);
    const [lacking, waitMs, ...left] = answerSchema.parse(answer);
    return { lacking: lacking === 0 ? undefined : lacking - 1, waitMs, left };
  }

  return {
    take: (drafts) => run('0', drafts),
    force: (drafts) => run('1', drafts),
    stop: () => redis.disconnect(),
  };
}

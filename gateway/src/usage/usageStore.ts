import type { Redis } from 'ioredis';
import { lastDays } from './usageRecord.ts';
import type { ClientUsage, UsageRecord } from './usageRecord.ts';

/** One count of one day. `client` is `name\tversion`. */
export interface Use {
  readonly client: string;
  readonly coordinate: string;
  readonly count: number;
}

/** Who is counted under this name came after the day was full: what was used is kept, by whom is not. */
export const OTHER_CLIENTS = 'other\t-';

const keyOf = (prefix: string, day: string) => `${prefix}nakku:field-usage:${day}`;
const secondsPerDay = 24 * 60 * 60;

/**
 * Adds to a day's hash. Once it is full, a client that is new to a coordinate is counted with the others: the names
 * of clients have no end, the coordinates of a schema do.
 */
const ADD = `
  for i = 3, #ARGV, 3 do
    local field = ARGV[i] .. '\\t' .. ARGV[i + 1]
    if redis.call('HEXISTS', KEYS[1], field) == 0 and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[1]) then
      field = '${OTHER_CLIENTS.replace('\t', '\\t')}\\t' .. ARGV[i + 1]
    end
    redis.call('HINCRBY', KEYS[1], field, ARGV[i + 2])
  end
  redis.call('EXPIRE', KEYS[1], ARGV[2])`;

export interface UsageStoreOptions {
  readonly prefix: string;
  /** Days that are kept. */
  readonly days: number;
  /** Entries of one day, each a client with a coordinate. */
  readonly maxEntries: number;
}

/** Adds counts to a day, atomically. Throws while Redis is away. */
export async function addUses(
  redis: Redis,
  day: string,
  uses: readonly Use[],
  { prefix, days, maxEntries }: UsageStoreOptions,
): Promise<void> {
  const counts = uses.flatMap(({ client, coordinate, count }) => [client, coordinate, count]);
  await redis.eval(ADD, 1, keyOf(prefix, day), maxEntries, (days + 1) * secondsPerDay, ...counts);
}

/** The record of the last `days` days. Throws while Redis is away. */
export async function readUsage(
  redis: Redis,
  { prefix, days, now }: { readonly prefix: string; readonly days: number; readonly now: number },
): Promise<UsageRecord> {
  const wanted = lastDays(days, now);
  const clients = new Map<string, ClientUsage>();
  for (const day of wanted) {
    for (const [field, count] of Object.entries(await redis.hgetall(keyOf(prefix, day)))) {
      const [name, version, coordinate] = field.split('\t');
      if (name === undefined || version === undefined || coordinate === undefined) continue;
      const client = clients.get(`${name}\t${version}`) ?? { name, version, coordinates: {} };
      clients.set(`${name}\t${version}`, client);
      const known = client.coordinates[coordinate]?.count ?? 0;
      client.coordinates[coordinate] = { count: known + Number(count), lastUsed: day };
    }
  }
  return {
    format: 'nakku-field-usage',
    version: 1,
    from: wanted[0] ?? '',
    to: wanted.at(-1) ?? '',
    clients: [...clients].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, client]) => client),
  };
}

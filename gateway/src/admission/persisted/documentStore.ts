import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { connectRedis, openRedis } from '@nakku/service';
import type { Logger } from '@nakku/telemetry';
import { stripIgnoredCharacters } from 'graphql';
import type { Result } from 'ioredis';
import { LRUCache } from 'lru-cache';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    nakkuRegister(keys: number, ...args: (string | number)[]): Result<unknown, Context>;
  }
}

/** Texts that clients registered by their hash. */
export interface DocumentStore {
  /** The text of a hash; undefined if nobody has registered it, or Redis is away and this gateway does not know it. */
  get(hash: string): Promise<string | undefined>;
  /**
   * Remembers a text without its comments and spaces, as far as the bounds allow: a client whose share is used up, or
   * a text that is too long, is not refused but has to send the text again. While Redis is away only this gateway
   * remembers.
   * @param client whose share of the memory it takes
   */
  put(hash: string, text: string, client: string): void;
  stop(): void;
}

export interface DocumentStoreOptions {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly timeoutMs: number;
  /** Documents that this gateway keeps in memory. */
  readonly maxDocuments: number;
  readonly ttlSeconds: number;
  /** Characters of one document; a longer one is not registered. */
  readonly maxDocumentCharacters: number;
  /** Characters of all documents together, in Redis and in this gateway's memory each. */
  readonly maxCharacters: number;
  /** Characters that one client may register in an hour. */
  readonly charactersPerClient: number;
  /** From which the key is derived that signs what is in Redis. All gateways have the same. */
  readonly secret: string;
  readonly log: Logger;
}

const connectTimeoutMs = 2_000;
const clientWindowSeconds = 3_600;

/** One slot, so that a script may use all of them in a cluster. */
const TEXTS = 'nakku:{documents}:texts';
const USED = 'nakku:{documents}:used';
const SIZE = 'nakku:{documents}:size';

/**
 * KEYS: texts, used (score: epoch ms of the last use), size, the client's counter.
 * ARGV: hash, value, now and time to live in ms, max characters in all, max of a client, its window.
 * Forgets what was not used for the time to live, then the least recently used until the new one fits.
 */
const script = `
local function forget(hash)
  redis.call('DECRBY', KEYS[3], redis.call('HSTRLEN', KEYS[1], hash))
  redis.call('HDEL', KEYS[1], hash)
  redis.call('ZREM', KEYS[2], hash)
end
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
  redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
  return 0
end
local size = string.len(ARGV[2])
if tonumber(redis.call('GET', KEYS[4]) or '0') + size > tonumber(ARGV[6]) then return -1 end
if redis.call('INCRBY', KEYS[4], size) == size then redis.call('EXPIRE', KEYS[4], ARGV[7]) end
for _, hash in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[3] - ARGV[4], 'LIMIT', 0, 100)) do forget(hash) end
while tonumber(redis.call('GET', KEYS[3]) or '0') + size > tonumber(ARGV[5]) do
  local oldest = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
  if not oldest then return -1 end
  forget(oldest)
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
redis.call('INCRBY', KEYS[3], size)
return 1
`;

/** Redis shares texts between gateways, memory saves the way there. Both are bounded. */
export async function openDocumentStore(o: DocumentStoreOptions): Promise<DocumentStore> {
  const memory = new LRUCache<string, string>({ max: o.maxDocuments, maxSize: o.maxCharacters });
  const redis = openRedis({ url: o.redisUrl, keyPrefix: o.prefix, commandTimeoutMs: o.timeoutMs });
  await connectRedis(redis, connectTimeoutMs);
  redis.defineCommand('nakkuRegister', { lua: script });
  const sealed = sealer(o.secret);
  const remember = (hash: string, text: string) => memory.set(hash, text, { size: text.length + 1 });
  const failed = (err: unknown) => void o.log.debug({ err }, 'registered operations are not shared');

  async function fetchText(hash: string): Promise<string | undefined> {
    const value = await redis.hget(TEXTS, hash);
    if (value === null) return undefined;
    redis.zadd(USED, 'XX', Date.now(), hash).catch(failed);
    // What somebody else wrote there under this hash would run in every client's name.
    return sealed.open(hash, value);
  }

  return {
    async get(hash) {
      const known = memory.get(hash);
      if (known !== undefined) return known;
      const text = await fetchText(hash).catch(failed);
      if (typeof text !== 'string') return undefined;
      remember(hash, text);
      return text;
    },
    put(hash, text, client) {
      if (memory.has(hash)) return;
      const stripped = stripIgnoredCharacters(text);
      if (stripped.length > o.maxDocumentCharacters) return;
      remember(hash, stripped);
      const limits = [o.maxCharacters, o.charactersPerClient, clientWindowSeconds];
      const keys = [TEXTS, USED, SIZE, `nakku:{documents}:by:${client}`];
      const value = sealed.seal(hash, stripped);
      redis
        .nakkuRegister(keys.length, ...keys, hash, value, Date.now(), o.ttlSeconds * 1_000, ...limits)
        .catch(failed);
    },
    stop: () => redis.disconnect(),
  };
}

/** A text with a signature over it and its hash, made by a key that only gateways have. */
function sealer(secret: string) {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'nakku registered documents', 32));
  const signatureOf = (hash: string, text: string) =>
    createHmac('sha256', key).update(`${hash}\n${text}`).digest('base64url');
  return {
    seal: (hash: string, text: string) => `${signatureOf(hash, text)}${text}`,
    open(hash: string, value: string): string | undefined {
      const length = 43;
      const [signature, text] = [value.slice(0, length), value.slice(length)];
      const expected = Buffer.from(signatureOf(hash, text));
      const given = Buffer.from(signature);
      return given.length === expected.length && timingSafeEqual(given, expected) ? text : undefined;
    },
  };
}

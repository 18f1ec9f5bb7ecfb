import { connectRedis, openRedis } from '@nakku/service';
import type { Logger } from '@nakku/telemetry';
import { LRUCache } from 'lru-cache';
import { sha256 } from './manifest.ts';

/** Texts that clients registered by their hash. */
export interface DocumentStore {
  /** The text of a hash; undefined if nobody has registered it, or Redis is away and this gateway does not know it. */
  get(hash: string): Promise<string | undefined>;
  /** Remembers a text. While Redis is away only this gateway does. */
  put(hash: string, text: string): void;
  stop(): void;
}

/** Characters of all texts in memory together. */
const maxText = 32 * 1024 * 1024;
const connectTimeoutMs = 2_000;

/** Redis shares texts between gateways, memory saves the way there. */
export async function openDocumentStore(o: {
  redisUrl: string;
  prefix: string;
  maxDocuments: number;
  ttlSeconds: number;
  timeoutMs: number;
  log: Logger;
}): Promise<DocumentStore> {
  const memory = new LRUCache<string, string>({ max: o.maxDocuments, maxSize: maxText });
  const redis = openRedis({ url: o.redisUrl, keyPrefix: o.prefix, commandTimeoutMs: o.timeoutMs });
  await connectRedis(redis, connectTimeoutMs);
  const keyOf = (hash: string) => `nakku:document:${hash}`;
  const remember = (hash: string, text: string) => memory.set(hash, text, { size: text.length + 1 });
  const failed = (err: unknown) => void o.log.debug({ err }, 'registered operations are not shared');

  return {
    async get(hash) {
      const known = memory.get(hash);
      if (known !== undefined) return known;
      const text = await redis.getex(keyOf(hash), 'EX', o.ttlSeconds).catch(failed);
      // What somebody else wrote there under this hash would run in every client's name.
      if (typeof text !== 'string' || sha256(text) !== hash) return undefined;
      remember(hash, text);
      return text;
    },
    put(hash, text) {
      if (memory.has(hash)) return;
      remember(hash, text);
      redis.set(keyOf(hash), text, 'EX', o.ttlSeconds).catch(failed);
    },
    stop: () => redis.disconnect(),
  };
}

import { createHash } from 'node:crypto';
import { counter } from '@nakku/telemetry';
import { LRUCache } from 'lru-cache';
import { isJsonObject } from './json.ts';
import type { JsonObject } from './json.ts';

export interface SharedEntityRules {
  /** Characters of all entities of one subgraph that are kept; 0: none are shared. */
  readonly characters: number;
  /** How long one is kept at most, whatever its subgraph allows, ms. */
  readonly maxMs: number;
}

/**
 * Entities of one subgraph that it calls public (`Cache-Control: public, max-age=…`), for the events of all who ask for
 * the same: the shelf that a thousand orders show is fetched once in a while, and not a thousand times.
 */
export interface SharedEntities {
  /** Copies of all of them for the caller to change, or undefined as soon as one is missing. */
  all(keys: readonly string[]): JsonObject[] | undefined;
  /** Keeps the entities that were returned, by the keys of their representations. */
  keep(keys: readonly string[], entities: readonly unknown[], maxAgeMs: number): void;
}

export function createSharedEntities(subgraph: string, rules: SharedEntityRules): SharedEntities {
  const isOff = rules.characters === 0;
  const texts = new LRUCache<string, string>({
    maxSize: Math.max(rules.characters, 1),
    sizeCalculation: (text, key) => text.length + key.length,
  });
  const joined = counter(
    'subscription_entities_total',
    'Entities that events needed of a subgraph',
    ['subgraph', 'from'],
    (['memory', 'subgraph'] as const).map((from) => ({ subgraph, from })),
  );
  return {
    all(keys) {
      const found: JsonObject[] = [];
      for (const key of keys) {
        const entity: unknown = JSON.parse(texts.get(key) ?? 'null');
        if (!isJsonObject(entity)) break;
        found.push(entity);
      }
      const isComplete = found.length === keys.length;
      joined.inc({ subgraph, from: isComplete ? 'memory' : 'subgraph' }, keys.length);
      return isComplete ? found : undefined;
    },
    keep(keys, entities, maxAgeMs) {
      const ttl = Math.min(maxAgeMs, rules.maxMs);
      if (isOff || ttl <= 0) return;
      for (const [i, key] of keys.entries()) {
        // What is not there now may be there in a moment.
        if (isJsonObject(entities[i])) texts.set(key, JSON.stringify(entities[i]), { ttl });
      }
    },
  };
}

/** What two fetches have in common that may share: the key of an entity by its representation, which is JSON. */
export function entityKeys(
  query: string,
): (variables: Readonly<Record<string, unknown>>, representation: string) => string {
  const text = createHash('sha256').update(query).digest('base64url');
  return (variables, representation) => `${text} ${JSON.stringify(variables)} ${representation}`;
}

const refusal = /\b(?:private|no-store|no-cache)\b/i;
const publicly = /\bpublic\b/i;
const age = /\bmax-age=(\d+)/i;

/** How long a response may be given to anybody, ms, by its `Cache-Control`; 0 unless it is public. */
export function publicMaxAgeMs(cacheControl: string | undefined): number {
  if (cacheControl === undefined || refusal.test(cacheControl) || !publicly.test(cacheControl)) return 0;
  return Number(age.exec(cacheControl)?.[1] ?? 0) * 1_000;
}

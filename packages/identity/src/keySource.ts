import { createLocalJWKSet, errors } from 'jose';
import type { CryptoKey, FlattenedJWSInput, JWSHeaderParameters } from 'jose';
import { jwksSchema } from './keys.ts';
import type { Jwks } from './keys.ts';

/** No set of keys could be fetched yet: the caller can neither be believed nor refused. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

export interface KeySource {
  /** The key that a token's header names; throws jose's JWKSNoMatchingKey or {@link KeysUnavailable}. */
  find(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey>;
  /** Runs when other keys arrive: what was verified with the former ones is no longer certain. */
  onChange(listener: () => void): void;
}

/** Options of {@link remoteKeys}; durations in milliseconds. */
export interface RemoteKeysOptions {
  readonly url: string;
  /** At most one fetch in this time, whatever key ids strangers send. */
  readonly cooldownMs?: number;
  /** After this age the keys are fetched again, in the background; less than a new key waits before it signs. */
  readonly maxAgeMs?: number;
  readonly timeoutMs?: number;
}

/** A fixed set of keys, which never changes. @throws ZodError if it contains a private key */
export function localKeys(jwks: Jwks): KeySource {
  const find = createLocalJWKSet(jwksSchema.parse(jwks));
  return { find, onChange: () => undefined };
}

/**
 * Keys from a JWKS address. The last good set is kept while the address does not respond, and an unknown key id
 * leads to one fetch per cooldown (jose's own remote set forgets its keys and has no cooldown after failures).
 */
export function remoteKeys(o: RemoteKeysOptions): KeySource {
  const cooldownMs = o.cooldownMs ?? 5_000;
  const maxAgeMs = o.maxAgeMs ?? 120_000;
  const listeners: (() => void)[] = [];
  let known: { find: ReturnType<typeof createLocalJWKSet>; text: string; fetchedAt: number } | undefined;
  let fetching: Promise<void> | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let lastError: unknown;

  async function fetchKeys(): Promise<void> {
    try {
      const response = await fetch(o.url, {
        headers: { accept: 'application/jwk-set+json, application/json' },
        signal: AbortSignal.timeout(o.timeoutMs ?? 2_000),
        redirect: 'error',
      });
      if (!response.ok) throw new Error(`${o.url} returned ${response.status}`);
      const jwks = jwksSchema.parse(await response.json());
      const text = JSON.stringify(jwks);
      const changed = known !== undefined && known.text !== text;
      known = { find: createLocalJWKSet(jwks), text, fetchedAt: performance.now() };
      if (changed) for (const listener of listeners) listener();
    } catch (error) {
      lastError = error;
    }
  }

  /** Fetches unless the cooldown forbids it; a fetch under way is joined. */
  function refresh(): Promise<void> {
    if (fetching) return fetching;
    // Without any keys nothing works, so the pause after a failure is shorter.
    const pause = known ? cooldownMs : Math.min(cooldownMs, 250);
    if (performance.now() - triedAt < pause) return Promise.resolve();
    triedAt = performance.now();
    fetching = fetchKeys().finally(() => (fetching = undefined));
    return fetching;
  }

  return {
    onChange: (listener) => void listeners.push(listener),
    async find(header, token) {
      if (!known) await refresh();
      if (!known) throw new KeysUnavailable(`no keys from ${o.url}`, { cause: lastError });
      if (performance.now() - known.fetchedAt > maxAgeMs) void refresh();
      try {
        return await known.find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        await refresh();
        return known.find(header, token);
      }
    },
  };
}

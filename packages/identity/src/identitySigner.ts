import { importJWK, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Caller } from './caller.ts';
import { claimsOf, IDENTITY_SECONDS, IDENTITY_TYPE } from './identityClaims.ts';
import { privateJwkSchema } from './keys.ts';
import type { PrivateJwk } from './keys.ts';

/** A signature is used again for 20 of its 30 seconds, so that what is sent lives 10 more at least. */
const reuseMs = 20_000;
const cachedSignatures = 20_000;

interface Signed {
  readonly signature: Promise<string>;
  readonly signedAt: number;
}

export interface IdentitySigner {
  /** The signed identity of `caller` for the subgraph `audience`, valid for 30 s or, from the cache, 10 s at least. */
  sign(caller: Caller, audience: string): Promise<string>;
}

/** Signs identities with the gateway's Ed25519 key. `now` (ms) is for tests. */
export function createIdentitySigner(o: { privateJwk: PrivateJwk; now?: () => number }): IdentitySigner {
  const privateJwk = privateJwkSchema.parse(o.privateJwk);
  const now = o.now ?? Date.now;
  const key = importJWK(privateJwk, 'EdDSA');
  const cache = new LRUCache<string, Signed>({ max: cachedSignatures });
  /** The same by the object of the caller, which a gateway keeps from request to request. */
  const ofCaller = new WeakMap<Caller, Map<string, Signed>>();

  async function signNew(claims: object, audience: string, signedAt: number): Promise<string> {
    const seconds = Math.floor(signedAt / 1000);
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'EdDSA', typ: IDENTITY_TYPE, kid: privateJwk.kid })
      .setAudience(audience)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + IDENTITY_SECONDS)
      .sign(await key);
  }

  return {
    sign(caller, audience) {
      const signedAt = now();
      const isFresh = (signed: Signed) => signedAt - signed.signedAt < reuseMs;
      const own = ofCaller.get(caller) ?? new Map<string, Signed>();
      ofCaller.set(caller, own);
      const last = own.get(audience);
      if (last && isFresh(last)) return last.signature;
      const claims = claimsOf(caller);
      const cacheKey = `${audience} ${JSON.stringify(claims)}`;
      const known = cache.get(cacheKey);
      if (known && isFresh(known)) {
        own.set(audience, known);
        return known.signature;
      }
      const signed = { signature: signNew(claims, audience, signedAt), signedAt };
      cache.set(cacheKey, signed);
      own.set(audience, signed);
      signed.signature.catch(() => {
        cache.delete(cacheKey);
        own.delete(audience);
      });
      return signed.signature;
    },
  };
}

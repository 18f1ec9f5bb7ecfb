import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Caller } from './caller.ts';
import { callerFrom, IDENTITY_SECONDS, IDENTITY_TYPE, identityClaimsSchema } from './identityClaims.ts';
import { jwksSchema } from './keys.ts';
import type { Jwks } from './keys.ts';

/** Clocks inside one network are this far apart at most. */
const clockToleranceSeconds = 5;
const cachedTokens = 20_000;
const maxTokenLength = 16_384;

/** A request without a valid signed identity; the message is for logs, never for the caller. */
export class IdentityRefused extends Error {
  override readonly name = 'IdentityRefused';
}

export interface IdentityVerifier {
  /** The caller whom `token` names. Throws {@link IdentityRefused} for anything but a valid, unexpired identity. */
  verify(token: string): Promise<Caller>;
}

/** Verifies the gateway's signature for the subgraph `audience`. `now` (ms) is for tests. */
export function createIdentityVerifier(o: {
  publicJwks: Jwks;
  audience: string;
  now?: () => number;
}): IdentityVerifier {
  const keys = createLocalJWKSet(jwksSchema.parse(o.publicJwks));
  const now = o.now ?? Date.now;
  const cache = new LRUCache<string, { caller: Caller; expiresAt: number }>({ max: cachedTokens });

  return {
    async verify(token) {
      const at = now();
      const known = cache.get(token);
      if (known) {
        if (at < known.expiresAt) return known.caller;
        cache.delete(token);
      }
      if (token.length > maxTokenLength) throw new IdentityRefused('token is too long');
      const { caller, exp } = await verifyNew(token, at);
      cache.set(token, { caller, expiresAt: (exp + clockToleranceSeconds) * 1000 });
      return caller;
    },
  };

  async function verifyNew(token: string, at: number): Promise<{ caller: Caller; exp: number }> {
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['EdDSA'],
        typ: IDENTITY_TYPE,
        audience: o.audience,
        requiredClaims: ['exp', 'iat', 'aud'],
        maxTokenAge: IDENTITY_SECONDS,
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(at),
      });
      const claims = identityClaimsSchema.safeParse(payload);
      if (!claims.success) throw new IdentityRefused('claims are malformed');
      return { caller: callerFrom(claims.data), exp: payload.exp ?? 0 };
    } catch (error) {
      if (error instanceof errors.JOSEError) throw new IdentityRefused(error.message, { cause: error });
      throw error;
    }
  }
}

import { errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { ACCESS_TOKEN_TYPE, accessClaimsSchema } from './accessClaims.ts';
import type { AccessClaims } from './accessClaims.ts';
import type { Jwks } from './keys.ts';
import { localKeys, remoteKeys } from './keySource.ts';

const cachedTokens = 20_000;
const maxTokenLength = 16_384;

/** An access token that is not accepted; the reason tells a client whether a refresh helps. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  readonly reason: 'expired' | 'invalid';

  constructor(reason: 'expired' | 'invalid', message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** What a valid token says, and the id of the key that signed it. */
export interface VerifiedToken {
  readonly claims: AccessClaims;
  readonly keyId: string;
}

export interface AccessTokenVerifier {
  /** Throws {@link TokenRefused}, or KeysUnavailable while no key could be fetched. */
  verify(token: string): Promise<VerifiedToken>;
}

export interface AccessTokenVerifierOptions {
  /** Keys are fetched from `jwksUrl`, or given as `jwks`. */
  readonly jwksUrl?: string;
  readonly jwks?: Jwks;
  readonly issuer: string;
  readonly audience: string;
  /** 0–60 s. */
  readonly clockToleranceSeconds: number;
  /** At most one fetch of keys in this time, whatever key ids strangers send; default 5 s. */
  readonly cooldownMs?: number;
  /** Milliseconds; for tests. */
  readonly now?: () => number;
}

/**
 * Verifies access tokens: EdDSA or ES256 only, typ `at+jwt`, issuer, audience, `exp` and `nbf` (RFC 9068, RFC 8725).
 * The key is one of ours that `kid` names; keys and addresses of keys in a token's header mean nothing.
 */
export function createAccessTokenVerifier(o: AccessTokenVerifierOptions): AccessTokenVerifier {
  if (o.clockToleranceSeconds < 0 || o.clockToleranceSeconds > 60) {
    throw new RangeError('clockToleranceSeconds must be 0–60');
  }
  const keys = keySourceOf(o);
  const now = o.now ?? Date.now;
  const cache = new LRUCache<string, VerifiedToken>({ max: cachedTokens });
  keys.onChange(() => cache.clear());

  return {
    async verify(token) {
      const at = now();
      const known = cache.get(token);
      if (known) {
        if (at < (known.claims.exp + o.clockToleranceSeconds) * 1000) return known;
        cache.delete(token);
        throw new TokenRefused('expired', 'token has expired');
      }
      if (token.length > maxTokenLength) throw new TokenRefused('invalid', 'token is too long');
      const verified = await verifyNew(token, at);
      cache.set(token, verified);
      return verified;
    },
  };

  async function verifyNew(token: string, at: number): Promise<VerifiedToken> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys.find, {
        algorithms: ['EdDSA', 'ES256'],
        typ: ACCESS_TOKEN_TYPE,
        issuer: o.issuer,
        audience: o.audience,
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: o.clockToleranceSeconds,
        currentDate: new Date(at),
      });
      const claims = accessClaimsSchema.safeParse(payload);
      if (!claims.success) throw new TokenRefused('invalid', 'claims are malformed');
      const { kid } = protectedHeader;
      if (kid === undefined) throw new TokenRefused('invalid', 'no key is named');
      return { claims: claims.data, keyId: kid };
    } catch (error) {
      if (error instanceof errors.JWTExpired)
        throw new TokenRefused('expired', error.message, { cause: error });
      if (error instanceof errors.JOSEError)
        throw new TokenRefused('invalid', error.message, { cause: error });
      throw error;
    }
  }
}

function keySourceOf(o: AccessTokenVerifierOptions) {
  if (o.jwks) return localKeys(o.jwks);
  if (o.jwksUrl === undefined) throw new TypeError('jwksUrl or jwks is required');
  return remoteKeys(
    o.cooldownMs === undefined ? { url: o.jwksUrl } : { url: o.jwksUrl, cooldownMs: o.cooldownMs },
  );
}

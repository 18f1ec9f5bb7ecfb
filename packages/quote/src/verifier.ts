import { jwksSchema } from '@nakku/identity';
import type { Jwks } from '@nakku/identity';
import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import { QUOTE_AUDIENCE, QUOTE_ISSUER, QUOTE_TYPE, quoteFrom } from './claims.ts';
import type { Quote } from './quote.ts';
import { MAX_TOKEN_LENGTH } from './signer.ts';

/**
 * - `valid`: signed by cart and not ended.
 * - `expired`: genuine, but ended; the quote is told, because a repeated request may still ask for its order.
 * - `invalid`: damaged, of another kind, or not cart's. `reason` is for logs, never for the caller.
 */
export type VerifiedQuote =
  | { readonly kind: 'valid'; readonly quote: Quote; readonly expiresAt: Date }
  | { readonly kind: 'expired'; readonly quote: Quote; readonly expiredAt: Date }
  | { readonly kind: 'invalid'; readonly reason: string };

export interface QuoteVerifier {
  verify(token: string): Promise<VerifiedQuote>;
}

/** Verifies with cart's public keys, locally. `now` (ms) is for tests. */
export function createQuoteVerifier(o: {
  readonly publicJwks: Jwks;
  readonly now?: () => number;
}): QuoteVerifier {
  const keys = createLocalJWKSet(jwksSchema.parse(o.publicJwks));
  const now = o.now ?? Date.now;

  /** The claims of a genuine token, whether ended or not (jose looks at the end last). */
  async function genuine(
    token: string,
  ): Promise<{ claims: JWTPayload; ended: boolean } | { reason: string }> {
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['EdDSA'],
        typ: QUOTE_TYPE,
        issuer: QUOTE_ISSUER,
        audience: QUOTE_AUDIENCE,
        requiredClaims: ['exp', 'iat', 'jti', 'sub'],
        currentDate: new Date(now()),
      });
      return { claims: payload, ended: false };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { claims: error.payload, ended: true };
      if (error instanceof errors.JOSEError) return { reason: error.message };
      throw error;
    }
  }

  return {
    async verify(token) {
      if (token.length > MAX_TOKEN_LENGTH) return { kind: 'invalid', reason: 'token is too long' };
      const checked = await genuine(token);
      if ('reason' in checked) return { kind: 'invalid', reason: checked.reason };
      const found = quoteFrom(checked.claims);
      if (!found) return { kind: 'invalid', reason: 'claims are malformed' };
      const { quote, expiresAt } = found;
      return checked.ended
        ? { kind: 'expired', quote, expiredAt: expiresAt }
        : { kind: 'valid', quote, expiresAt };
    },
  };
}

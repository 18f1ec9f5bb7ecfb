import { privateJwkSchema } from '@nakku/identity';
import type { PrivateJwk } from '@nakku/identity';
import { importJWK, SignJWT } from 'jose';
import { claimsOf, QUOTE_AUDIENCE, QUOTE_ISSUER, QUOTE_TYPE } from './claims.ts';
import { quoteSchema } from './quote.ts';
import type { Quote } from './quote.ts';

export interface QuoteSigner {
  /**
   * The quote as a JWS. Times are cut to whole seconds, the end upwards.
   * @throws ZodError if the quote's parts do not agree: a bug of whoever priced it.
   */
  sign(quote: Quote, times: { readonly issuedAt: Date; readonly expiresAt: Date }): Promise<string>;
}

/** Signs quotes with cart's Ed25519 key. */
export function createQuoteSigner(o: { readonly privateJwk: PrivateJwk }): QuoteSigner {
  const privateJwk = privateJwkSchema.parse(o.privateJwk);
  const key = importJWK(privateJwk, 'EdDSA');
  return {
    async sign(quote, { issuedAt, expiresAt }) {
      return new SignJWT({ ...claimsOf(quoteSchema.parse(quote)) })
        .setProtectedHeader({ alg: 'EdDSA', typ: QUOTE_TYPE, kid: privateJwk.kid })
        .setIssuer(QUOTE_ISSUER)
        .setAudience(QUOTE_AUDIENCE)
        .setIssuedAt(Math.floor(issuedAt.getTime() / 1000))
        .setExpirationTime(Math.ceil(expiresAt.getTime() / 1000))
        .sign(await key);
    },
  };
}

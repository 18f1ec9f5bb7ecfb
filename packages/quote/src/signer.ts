import { privateJwkSchema } from '@nakku/identity';
import type { PrivateJwk } from '@nakku/identity';
import { importJWK, SignJWT } from 'jose';
import { claimsOf, QUOTE_AUDIENCE, QUOTE_ISSUER, QUOTE_TYPE } from './claims.ts';
import { quoteSchema } from './quote.ts';
import type { Quote } from './quote.ts';

/**
 * Most characters of a token. A request that carries it fits the gateway's `MAX_BODY_BYTES` (262,144). 100 lines with the
 * longest names and notes of three bytes a character need about 240,000 without their images.
 */
export const MAX_TOKEN_LENGTH = 255_000;

export interface QuoteSigner {
  /**
   * The quote as a JWS. Times are cut to whole seconds, the end upwards. A quote that would be longer than
   * `MAX_TOKEN_LENGTH` is signed without the images of its lines: they are for show, and the product has them too.
   * @throws ZodError if the quote's parts do not agree: a bug of whoever priced it.
   */
  sign(quote: Quote, times: { readonly issuedAt: Date; readonly expiresAt: Date }): Promise<string>;
}

/** Signs quotes with cart's Ed25519 key. */
export function createQuoteSigner(o: { readonly privateJwk: PrivateJwk }): QuoteSigner {
  const privateJwk = privateJwkSchema.parse(o.privateJwk);
  const key = importJWK(privateJwk, 'EdDSA');
  const signed = async (quote: Quote, times: { readonly issuedAt: Date; readonly expiresAt: Date }) =>
    new SignJWT({ ...claimsOf(quote) })
      .setProtectedHeader({ alg: 'EdDSA', typ: QUOTE_TYPE, kid: privateJwk.kid })
      .setIssuer(QUOTE_ISSUER)
      .setAudience(QUOTE_AUDIENCE)
      .setIssuedAt(Math.floor(times.issuedAt.getTime() / 1000))
      .setExpirationTime(Math.ceil(times.expiresAt.getTime() / 1000))
      .sign(await key);
  return {
    async sign(quote, times) {
      const checked = quoteSchema.parse(quote);
      const token = await signed(checked, times);
      if (token.length <= MAX_TOKEN_LENGTH) return token;
      const lines = checked.lines.map((line) => ({ ...line, imageUrl: null }));
      return signed({ ...checked, lines }, times);
    },
  };
}

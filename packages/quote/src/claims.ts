import { z } from 'zod';
import { quoteSchema } from './quote.ts';
import type { Quote } from './quote.ts';

/** `typ` of the header: an identity or an access token, also signed with EdDSA, can never pass as a quote. */
export const QUOTE_TYPE = 'nakku-quote+jwt';
export const QUOTE_ISSUER = 'cart';
export const QUOTE_AUDIENCE = 'orders';

/** The quote's id and customer travel as the registered claims `jti` and `sub`, the rest as `quote`. */
const envelope = z.object({
  jti: z.string(),
  sub: z.string(),
  iat: z.number().int(),
  exp: z.number().int(),
  quote: z.record(z.string(), z.unknown()),
});

/** The JWT claims of a quote; the inverse of {@link quoteFrom}. */
export function claimsOf({ quoteId, customerId, ...quote }: Quote): {
  jti: string;
  sub: string;
  quote: Omit<Quote, 'quoteId' | 'customerId'>;
} {
  return { jti: quoteId, sub: customerId, quote };
}

/** The quote within verified claims; undefined if they are not those of a quote. */
export function quoteFrom(claims: unknown): { quote: Quote; expiresAt: Date } | undefined {
  const outside = envelope.safeParse(claims);
  if (!outside.success) return undefined;
  const { jti, sub, exp, quote } = outside.data;
  const inside = quoteSchema.safeParse({ ...quote, quoteId: jti, customerId: sub });
  return inside.success ? { quote: inside.data, expiresAt: new Date(exp * 1000) } : undefined;
}

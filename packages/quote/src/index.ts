export { QUOTE_AUDIENCE, QUOTE_ISSUER, QUOTE_TYPE } from './claims.ts';
export { quoteSchema } from './quote.ts';
export type { Quote } from './quote.ts';
export { createQuoteSigner } from './signer.ts';
export type { QuoteSigner } from './signer.ts';
export { createQuoteVerifier } from './verifier.ts';
export type { QuoteVerifier, VerifiedQuote } from './verifier.ts';

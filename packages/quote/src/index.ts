/** The signed quote that connects a checkout in cart with an order. */

export { quoteSchema } from './quote.ts';
export type { Quote } from './quote.ts';
export { MAX_TOKEN_LENGTH } from './signer.ts';
export { createQuoteSigner } from './signer.ts';
export type { QuoteSigner } from './signer.ts';
export { createQuoteVerifier } from './verifier.ts';
export type { QuoteVerifier } from './verifier.ts';

import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { OperationRequest } from '../../request/operationRequest.ts';
import type { RequestContext } from '../../request/requestContext.ts';
import type { OperationResult } from '../../request/results.ts';

/**
 * For how many seconds anybody may keep a response, such as a CDN between; 0: nobody. It is so for a persisted query
 * over GET of a caller without token and cart, if every subgraph that was asked calls its part public, nothing failed, and nothing
 * was left out for want of rights: then it is the same for all.
 */
export function sharedSeconds(
  { method }: Pick<IncomingMessage, 'method'>,
  { extensions }: OperationRequest,
  { caller }: Pick<RequestContext, 'caller'>,
  { errors, publicMs = 0 }: OperationResult,
): number {
  if (method !== 'GET' || extensions?.persistedQuery === undefined) return 0;
  if (caller.kind !== 'anonymous' || caller.cartTokenHash !== undefined) return 0;
  // What a caller may not see is an error, too.
  return errors ? 0 : Math.floor(publicMs / 1_000);
}

/** What else a request is told apart by, for caches between. */
const vary = 'origin, accept, authorization, x-cart-token';

/** The headers of a response that may be kept. Nothing of a single client is in them: no cost, budget or request id. */
export function sharedHeaders(body: string, seconds: number) {
  return {
    'cache-control': `public, max-age=${seconds}`,
    etag: `"${hash('sha256', body, 'base64url')}"`,
    vary,
  };
}

/** Whether the client has this response already (RFC 9110, 13.1.2). */
export function isKnownToClient({ headers }: Pick<IncomingMessage, 'headers'>, etag: string): boolean {
  const known = headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''));
  return known !== undefined && (known.includes(etag) || known.includes('*'));
}

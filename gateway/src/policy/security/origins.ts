import type { IncomingMessage } from 'node:http';

/** Whether a browser's page of that origin may call. Callers without an Origin are not browsers. */
export type OriginPolicy = (origin: string) => boolean;

const localhost = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** The configured origins; in development every port of this machine too. */
export function originPolicy(allowed: readonly string[], development: boolean): OriginPolicy {
  const known = new Set(allowed);
  return (origin) => known.has(origin) || (development && localhost.test(origin));
}

/** Headers of ours that a page may send, and those of responses that it may read. */
const sentHeaders = [
  'authorization',
  'content-type',
  'x-cart-token',
  'x-request-id',
  'x-correlation-id',
  'traceparent',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'apollographql-client-name',
  'apollographql-client-version',
].join(', ');
const readHeaders = [
  'x-request-id',
  'retry-after',
  'x-deprecated-fields',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'ratelimit-policy',
  'x-graphql-cost-estimated',
  'x-graphql-cost-actual',
  'x-graphql-cost-remaining',
].join(', ');

/** CORS headers for an allowed origin; none for another, whose page then cannot read the response. */
export function corsHeaders(request: IncomingMessage, isAllowed: OriginPolicy): Record<string, string> {
  const { origin } = request.headers;
  if (origin === undefined || !isAllowed(origin)) return { vary: 'origin' };
  return {
    vary: 'origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': readHeaders,
  };
}

/** The response to a preflight. */
export function preflightHeaders(request: IncomingMessage, isAllowed: OriginPolicy): Record<string, string> {
  return {
    ...corsHeaders(request, isAllowed),
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': sentHeaders,
    'access-control-max-age': '86400',
  };
}

/**
 * Whether a foreign page could have sent this without a preflight (CSRF). POST needs a JSON content type, which is
 * preflighted; a GET is suspicious when the browser says that it comes from elsewhere and no custom header is there.
 */
export function isForged(request: IncomingMessage, isAllowed: OriginPolicy): boolean {
  const { origin } = request.headers;
  if (request.headers['apollo-require-preflight'] || request.headers['x-apollo-operation-name']) return false;
  if (origin !== undefined) return !isAllowed(origin);
  const site = request.headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
}

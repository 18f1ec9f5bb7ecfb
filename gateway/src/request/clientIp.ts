import type { IncomingMessage } from 'node:http';

/**
 * The address of the client: of the peer, or with `trustedProxies` in front the entry of X-Forwarded-For that the
 * outermost of them wrote. What stands left of it, anybody could have sent.
 */
export function clientIp(request: IncomingMessage, trustedProxies: number): string {
  const peer = request.socket.remoteAddress ?? '';
  if (trustedProxies === 0) return peer;
  const header = request.headers['x-forwarded-for'];
  const hops = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  return hops.at(-trustedProxies) ?? hops[0] ?? peer;
}

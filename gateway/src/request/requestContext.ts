import type { Caller } from '@nakku/identity';
import type { AcceptedToken } from '../policy/security/authenticate.ts';
import type { ClientIdentity } from './clientIdentity.ts';

/** Who asks, as far as execution needs to know: one request, or one socket. */
export interface Visitor {
  readonly caller: Caller;
  /** The access token; undefined without one. */
  readonly token: AcceptedToken | undefined;
  readonly clientIp: string;
  /** Which app it is, as it says itself. */
  readonly client: ClientIdentity;
  readonly requestId: string;
  readonly correlationId: string;
}

/**
 * Everything about a caller that can change an answer. Results are shared only within one class. All anonymous
 * callers without a cart token are one class; unrestricted fields do not make a signed-in caller public, because
 * their owner may still look at who asks.
 */
export function authClassOf(caller: Caller): string {
  if (caller.kind === 'anonymous') return caller.cartTokenHash ? `cart ${caller.cartTokenHash}` : 'public';
  return JSON.stringify([
    caller.userId,
    caller.sessionId,
    caller.roleVersion,
    caller.roles,
    caller.scopes,
    caller.storeIds,
    caller.cartTokenHash ?? null,
  ]);
}

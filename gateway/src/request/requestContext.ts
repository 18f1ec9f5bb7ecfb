import type { Caller } from '@nakku/identity';
import type { ClientIdentity } from './clientIdentity.ts';

/** What stays of an access token once it was verified. */
export interface AcceptedToken {
  /** When it ends, epoch ms. */
  readonly expiresAt: number;
  /** The key that signed it, which can be revoked. */
  readonly keyId: string;
}

/** Who asks, as far as execution needs to know: one request, or one socket. */
export interface RequestContext {
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
 * Everything about a caller that can change a response. Results are shared only within one class. All anonymous
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

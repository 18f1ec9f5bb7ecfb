import { createHash } from 'node:crypto';
import type { AccessClaims } from './accessClaims.ts';
import type { Role } from './roles.ts';

export interface AnonymousCaller {
  readonly kind: 'anonymous';
  /** sha256 of the secret of a guest's cart, see {@link hashCartToken}. */
  readonly cartTokenHash?: string;
}

export interface UserCaller {
  readonly kind: 'user';
  readonly userId: string;
  readonly sessionId: string;
  /** Grows with each change of roles; a token with an older one is revoked. */
  readonly roleVersion: number;
  readonly roles: readonly Role[];
  readonly scopes: readonly string[];
  /** The stores that a store operator works for. */
  readonly storeIds: readonly string[];
  readonly cartTokenHash?: string;
}

/** Who is calling, as the gateway established it and each subgraph verified it. */
export type Caller = AnonymousCaller | UserCaller;

/** The only form in which a cart token leaves the gateway or is stored: sha256, base64url, 43 characters. */
export function hashCartToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** The caller whom a verified access token names. */
export function callerOf(claims: AccessClaims, cartTokenHash?: string): UserCaller {
  return {
    kind: 'user',
    userId: claims.sub,
    sessionId: claims.sid,
    roleVersion: claims.rv,
    roles: claims.roles,
    scopes: claims.scope.split(' ').filter((scope) => scope !== ''),
    storeIds: claims.stores,
    ...(cartTokenHash === undefined ? {} : { cartTokenHash }),
  };
}

import { callerOf, hashCartToken, KeysUnavailable, TokenRefused } from '@nakku/identity';
import type { AccessTokenVerifier, Caller, UserCaller, VerifiedToken } from '@nakku/identity';
import { refusal } from '../../request/results.ts';
import type { Refusal } from '../../request/results.ts';
import type { AcceptedToken } from '../../request/requestContext.ts';
import type { Revocations } from './revocations.ts';

/** What a client shows of itself: headers of a request, or fields of connection_init. */
export interface Credentials {
  /** `Bearer <token>`. */
  readonly authorization?: string | undefined;
  readonly cartToken?: string | undefined;
}

export interface Authenticated {
  readonly kind: 'authenticated';
  readonly caller: Caller;
  /** The access token; undefined without one. */
  readonly token: AcceptedToken | undefined;
}

export type Authenticate = (credentials: Credentials) => Promise<Authenticated | Refusal>;

const maxCartTokenLength = 512;
const stranger: Authenticated = { kind: 'authenticated', caller: { kind: 'anonymous' }, token: undefined };

/**
 * Establishes the caller. No token is an anonymous caller; a token that is not accepted is refused with 401 and
 * `UNAUTHENTICATED`, whose `reason` tells whether a refresh helps: TOKEN_EXPIRED, TOKEN_REVOKED, TOKEN_INVALID.
 */
export function createAuthenticate(verifier: AccessTokenVerifier, revocations: Revocations): Authenticate {
  /** What is derived of a caller is remembered by this object: each token has one while it is remembered. */
  const callers = new WeakMap<VerifiedToken, UserCaller>();
  const callerWithoutCart = (verified: VerifiedToken): UserCaller => {
    const known = callers.get(verified) ?? callerOf(verified.claims);
    callers.set(verified, known);
    return known;
  };
  return async ({ authorization, cartToken }) => {
    if (cartToken !== undefined && (cartToken === '' || cartToken.length > maxCartTokenLength)) {
      return refusal(400, 'BAD_REQUEST', 'The cart token is malformed');
    }
    const cartTokenHash = cartToken === undefined ? undefined : hashCartToken(cartToken);
    if (authorization === undefined || authorization === '') {
      if (cartTokenHash === undefined) return stranger;
      return { kind: 'authenticated', caller: { kind: 'anonymous', cartTokenHash }, token: undefined };
    }
    const text = /^Bearer +([^\s]+)$/i.exec(authorization)?.[1];
    if (text === undefined) return unauthenticated('TOKEN_INVALID');
    try {
      const verified = await verifier.verify(text);
      const { claims, keyId } = verified;
      const caller =
        cartTokenHash === undefined ? callerWithoutCart(verified) : callerOf(claims, cartTokenHash);
      if (revocations.isRevoked(caller, keyId)) return unauthenticated('TOKEN_REVOKED');
      return { kind: 'authenticated', caller, token: { expiresAt: claims.exp * 1_000, keyId } };
    } catch (error) {
      if (error instanceof TokenRefused) {
        return unauthenticated(error.reason === 'expired' ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID');
      }
      if (error instanceof KeysUnavailable) {
        return {
          ...refusal(503, 'KEYS_UNAVAILABLE', 'Sign-in cannot be checked right now'),
          headers: { 'retry-after': '1' },
        };
      }
      throw error;
    }
  };
}

export type TokenProblem = 'TOKEN_EXPIRED' | 'TOKEN_REVOKED' | 'TOKEN_INVALID';

const messages: Record<TokenProblem, string> = {
  TOKEN_EXPIRED: 'The access token has expired',
  TOKEN_REVOKED: 'The access token was revoked',
  TOKEN_INVALID: 'The access token is not valid',
};

export function unauthenticated(reason: TokenProblem): Refusal {
  return {
    ...refusal(401, 'UNAUTHENTICATED', messages[reason], { reason }),
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  };
}

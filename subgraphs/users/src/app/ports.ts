import type { Jwks } from '@nakku/identity';
import type { User } from '../domain/user.ts';
import type { KeptRevocation } from '../store/revocations.ts';

/** Signs access tokens and publishes the keys that verify them. */
export interface AccessTokens {
  /** Public keys of all tokens that can still be valid, and of the key that will sign next. */
  jwks(): Promise<Jwks>;
  /** An access token of `user` in a session, valid until `expiresAt`. */
  sign(user: User, sessionId: string, times: { issuedAt: Date; expiresAt: Date }): Promise<string>;
}

/** Authenticated encryption of text with the service's secret. */
export interface Sealer {
  seal(text: string): string;
  /** @throws Error if it was sealed with another secret or damaged. */
  open(sealed: string): string;
}

export interface RefreshTokens {
  /** The first token of a session. */
  create(): string;
  /** The token that follows `token`: always the same one, so that a lost response can be repeated without storing it. */
  successor(token: string): string;
  /** What is stored of a token. */
  hash(token: string): string;
}

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Whether the password matches; takes as long for a user who does not exist (`stored` null). */
  matches(password: string, stored: string | null): Promise<boolean>;
  /** Whether a hash is of an older kind, to be made anew at the next login. */
  isOutdated(stored: string): boolean;
}

export type Counted =
  { readonly kind: 'allowed' } | { readonly kind: 'limited'; readonly retryAfterSeconds: number };
/** `unavailable`: Redis is away, and nobody may guess passwords without being counted. */
export type LoginCounted = Counted | { readonly kind: 'unavailable' };

/** Whom and what an attempt is counted for: an account, a network address, or both. */
export interface Attempt {
  readonly account?: string;
  readonly ip?: string;
}

/** Counts attempts, all replicas together; each kind has counters of its own. */
export interface AttemptLimits {
  login(attempt: Required<Attempt>): Promise<LoginCounted>;
  register(attempt: Attempt): Promise<Counted>;
  refresh(attempt: Attempt): Promise<Counted>;
  /** A login or registration: the account's earlier failures no longer count, and its network is known from now on. */
  succeeded(attempt: Required<Attempt>): Promise<void>;
}

/** What the gateways know of tokens that are void before they expire. */
export interface Revocations {
  /** Tells all gateways at once; call it after the commit. Redis' absence is healed by `restore`. */
  announce(revocations: readonly KeptRevocation[]): Promise<void>;
  /** Writes revocations again that Redis may have lost, and removes those that ended before `now`. */
  restore(revocations: readonly KeptRevocation[], now: Date): Promise<void>;
}

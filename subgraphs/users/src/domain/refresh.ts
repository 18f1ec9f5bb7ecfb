/** A refresh token as it is kept, with its session's state. */
export interface KeptToken {
  /** When it was traded; null while it is the current one. */
  readonly rotatedAt: Date | null;
  /** Whether its successor was traded as well; the lost response is then long received. */
  readonly isSuccessorUsed: boolean;
  readonly sessionEndsAt: Date;
  readonly isSessionRevoked: boolean;
  readonly isUserActive: boolean;
}

/**
 * What becomes of a refresh token that somebody presents (RFC 9700, refresh token rotation):
 * - `rotate`: it is the current one.
 * - `repeat`: it was traded a moment ago and nobody has seen the response yet: the same response again.
 * - `reused`: it was traded before: somebody has a copy, so the whole family is void.
 * - `refused`: it ended, or its session or account did.
 */
export function presented(
  token: KeptToken,
  now: Date,
  graceMs: number,
): 'rotate' | 'repeat' | 'reused' | 'refused' {
  if (token.isSessionRevoked || !token.isUserActive || token.sessionEndsAt <= now) return 'refused';
  if (token.rotatedAt === null) return 'rotate';
  const age = now.getTime() - token.rotatedAt.getTime();
  return age <= graceMs && !token.isSuccessorUsed ? 'repeat' : 'reused';
}

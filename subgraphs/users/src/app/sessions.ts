import { sessionTimes } from '../config.ts';
import type { RevokeReason, User } from '../domain/user.ts';
import { addRevocations, type KeptRevocation } from '../store/revocations.ts';
import { insertSession, revokeSessions } from '../store/sessions.ts';
import type { Deps, UsersTransaction } from './deps.ts';
import { saveUser } from './saveUser.ts';

/** What a client needs to act as a user. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

/** A session that was just opened, with its first refresh token. */
export interface OpenedSession {
  readonly id: string;
  readonly expiresAt: Date;
  readonly refreshToken: string;
}

/** Access and refresh token of a session, as of now. */
export async function issueTokens(
  deps: Deps,
  user: User,
  session: OpenedSession,
  now: Date,
): Promise<IssuedTokens> {
  const accessTokenExpiresAt = new Date(now.getTime() + sessionTimes.accessTokenMs);
  return {
    accessToken: await deps.accessTokens.sign(user, session.id, {
      issuedAt: now,
      expiresAt: accessTokenExpiresAt,
    }),
    accessTokenExpiresAt,
    refreshToken: session.refreshToken,
    refreshTokenExpiresAt: session.expiresAt,
  };
}

/** A new session of a user, within the transaction that logs in or registers. */
export async function openSession(
  tx: UsersTransaction,
  deps: Deps,
  user: User,
  now: Date,
): Promise<OpenedSession> {
  const refreshToken = deps.refreshTokens.create();
  const expiresAt = new Date(now.getTime() + sessionTimes.refreshTokenMs);
  const session = {
    id: deps.newId(),
    userId: user.id,
    userAgent: null,
    createdAt: now,
    lastUsedAt: now,
    expiresAt,
  };
  await insertSession(tx.db, session, deps.refreshTokens.hash(refreshToken));
  return { id: session.id, expiresAt, refreshToken };
}

/** When the last access token of today has expired: until then a revocation must be known. */
export function revocationEnd(deps: Deps, now: Date): Date {
  const spareMs = 60_000;
  return new Date(now.getTime() + sessionTimes.accessTokenMs + spareMs);
}

/** What ended, to be announced after the commit. */
export interface EndedSessions {
  readonly user: User;
  readonly sessionIds: readonly string[];
  readonly revocations: readonly KeptRevocation[];
}

/**
 * Ends sessions of a user who is locked: their rows, the revocations and the event in one transaction. The caller
 * announces the revocations after the commit.
 */
export async function endSessions(
  tx: UsersTransaction,
  deps: Deps,
  user: User,
  which: { only?: string; except?: string },
  reason: RevokeReason,
  now: Date,
): Promise<EndedSessions> {
  const sessionIds = await revokeSessions(tx.db, user.id, which, reason, now);
  if (sessionIds.length === 0) return { user, sessionIds, revocations: [] };
  const endsAt = revocationEnd(deps, now);
  const revocations = sessionIds.map((id) => ({ member: `sid:${id}`, endsAt }));
  await addRevocations(tx.db, revocations, now);
  const changed = await saveUser(tx, user.id, {}, { type: 'user.session_revoked', sessionIds, reason }, now);
  return { user: changed, sessionIds, revocations };
}

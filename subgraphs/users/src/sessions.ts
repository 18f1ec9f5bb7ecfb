import type { RevokeReason, User } from './domain/user.ts';
import { publishUser } from './events/published.ts';
import type { UsersService } from './service.ts';
import type { UsersTransaction } from './store/database.ts';
import { addRevocations, type KeptRevocation } from './store/revocations.ts';
import { insertSession, revokeSessions } from './store/sessions.ts';
import { updateUser } from './store/users.ts';

/** What a client needs to act as a user. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

const MAX_USER_AGENT = 200;

/** Access and refresh token of a session, as of now. */
export async function tokensOf(
  service: UsersService,
  user: User,
  session: { id: string; expiresAt: Date },
  refreshToken: string,
  now: Date,
): Promise<IssuedTokens> {
  const accessTokenExpiresAt = new Date(now.getTime() + service.durations.sessions.accessTokenMs);
  return {
    accessToken: await service.accessTokens.sign(user, session.id, {
      issuedAt: now,
      expiresAt: accessTokenExpiresAt,
    }),
    accessTokenExpiresAt,
    refreshToken,
    refreshTokenExpiresAt: session.expiresAt,
  };
}

/** A new session of a user, within the transaction that logs in or registers. */
export async function openSession(
  service: UsersService,
  tx: UsersTransaction,
  user: User,
  userAgent: string | null,
  now: Date,
): Promise<{ id: string; expiresAt: Date; refreshToken: string }> {
  const refreshToken = service.refreshTokens.create();
  const expiresAt = new Date(now.getTime() + service.durations.sessions.refreshTokenMs);
  const session = {
    id: service.newId(),
    userId: user.id,
    userAgent: userAgent?.slice(0, MAX_USER_AGENT) ?? null,
    createdAt: now,
    lastUsedAt: now,
    expiresAt,
  };
  await insertSession(tx.db, session, service.refreshTokens.hash(refreshToken));
  return { id: session.id, expiresAt, refreshToken };
}

/** When the last access token of today has ended: until then a revocation must be known. */
export function revocationEnd(service: UsersService, now: Date): Date {
  const spareMs = 60_000;
  return new Date(now.getTime() + service.durations.sessions.accessTokenMs + spareMs);
}

/** What ended, to be announced after the commit. */
export interface Ended {
  readonly user: User;
  readonly sessionIds: readonly string[];
  readonly revocations: readonly KeptRevocation[];
}

/**
 * Ends sessions of a user who is locked: their rows, the revocations and the event in one transaction. The caller
 * announces the revocations after the commit.
 */
export async function endSessions(
  service: UsersService,
  tx: UsersTransaction,
  user: User,
  which: { only?: string; except?: string },
  reason: RevokeReason,
  now: Date,
): Promise<Ended> {
  const sessionIds = await revokeSessions(tx.db, user.id, which, reason, now);
  if (sessionIds.length === 0) return { user, sessionIds, revocations: [] };
  const endsAt = revocationEnd(service, now);
  const revocations = sessionIds.map((id) => ({ member: `sid:${id}`, endsAt }));
  await addRevocations(tx.db, revocations, now);
  const changed = await updateUser(tx.db, user.id, {}, now);
  await publishUser(tx, changed, { type: 'user.session_revoked', sessionIds, reason }, now);
  return { user: changed, sessionIds, revocations };
}

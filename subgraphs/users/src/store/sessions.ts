import type { KeptToken } from '../domain/refresh.ts';
import type { RevokeReason, Session } from '../domain/user.ts';
import type { Tx } from './database.ts';

export async function insertSession(db: Tx, session: Session, tokenHash: string): Promise<void> {
  await db.session.create({
    data: { ...session, tokens: { create: { hash: tokenHash, issuedAt: session.createdAt } } },
  });
}

/** A user's sessions that live, newest first. */
export async function liveSessions(db: Tx, userId: string, now: Date, limit: number): Promise<Session[]> {
  return db.session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: now } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
    omit: { revokedAt: true, revokeReason: true },
  });
}

/** The user whose token this is, whatever became of it. */
export async function ownerOfToken(db: Tx, hash: string): Promise<string | null> {
  const token = await db.refreshToken.findUnique({
    where: { hash },
    select: { session: { select: { userId: true } } },
  });
  return token?.session.userId ?? null;
}

/** A token that somebody presents, its session locked; null if it is unknown. */
export async function lockToken(
  db: Tx,
  hash: string,
  successorHash: string,
): Promise<(KeptToken & { sessionId: string; userId: string }) | null> {
  await db.$queryRaw`
    SELECT 1 FROM sessions WHERE id = (SELECT session_id FROM refresh_tokens WHERE hash = ${hash}) FOR UPDATE`;
  const token = await db.refreshToken.findUnique({
    where: { hash },
    include: { session: { include: { user: { select: { status: true } } } } },
  });
  if (token === null) return null;
  const successor = await db.refreshToken.findUnique({ where: { hash: successorHash } });
  return {
    rotatedAt: token.rotatedAt,
    isSuccessorUsed: successor?.rotatedAt != null,
    sessionEndsAt: token.session.expiresAt,
    isSessionRevoked: token.session.revokedAt !== null,
    isUserActive: token.session.user.status === 'ACTIVE',
    sessionId: token.sessionId,
    userId: token.session.userId,
  };
}

/** Trades a token for its successor; the session lives on from now. */
export async function rotateToken(
  db: Tx,
  token: { hash: string; successorHash: string; sessionId: string },
  now: Date,
  expiresAt: Date,
): Promise<void> {
  await db.refreshToken.update({ where: { hash: token.hash }, data: { rotatedAt: now } });
  await db.refreshToken.create({
    data: { hash: token.successorHash, sessionId: token.sessionId, issuedAt: now },
  });
  await db.session.update({ where: { id: token.sessionId }, data: { lastUsedAt: now, expiresAt } });
}

export async function sessionEnd(db: Tx, sessionId: string): Promise<Date | null> {
  return (
    (await db.session.findUnique({ where: { id: sessionId }, select: { expiresAt: true } }))?.expiresAt ??
    null
  );
}

/** Ends sessions of a user that live; returns their ids. `only` and `except` choose which. */
export async function revokeSessions(
  db: Tx,
  userId: string,
  which: { only?: string; except?: string },
  reason: RevokeReason,
  now: Date,
): Promise<string[]> {
  const ended = await db.session.updateManyAndReturn({
    where: {
      userId,
      revokedAt: null,
      id: {
        ...(which.only === undefined ? {} : { equals: which.only }),
        ...(which.except === undefined ? {} : { not: which.except }),
      },
    },
    data: { revokedAt: now, revokeReason: reason },
    select: { id: true },
  });
  return ended.map((session) => session.id);
}

/** Forgets sessions, with their tokens, that ended before `before`. */
export async function deleteEndedSessions(db: Tx, before: Date): Promise<void> {
  await db.session.deleteMany({ where: { expiresAt: { lt: before } } });
}

/** Erases all sessions of a user with their tokens. */
export async function deleteSessionsOf(db: Tx, userId: string): Promise<void> {
  await db.session.deleteMany({ where: { userId } });
}

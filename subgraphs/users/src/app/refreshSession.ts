import { sessionTimes } from '../config.ts';
import { presented } from '../domain/refresh.ts';
import type { User } from '../domain/user.ts';
import type { KeptRevocation } from '../store/revocations.ts';
import { lockToken, ownerOfToken, rotateToken, sessionEnd } from '../store/sessions.ts';
import { findUser, lockUser } from '../store/users.ts';
import type { Deps, UsersTransaction } from './deps.ts';
import type { Counted } from './ports.ts';
import { endSessions, issueTokens, type IssuedTokens, type OpenedSession } from './sessions.ts';

export type RefreshSessionResult =
  | { readonly kind: 'done'; readonly tokens: IssuedTokens }
  | { readonly kind: 'invalid_token' }
  | Exclude<Counted, { kind: 'allowed' }>;

/** Trades a refresh token for new tokens; one that was traded before ends its session. */
export async function refreshSession(
  deps: Deps,
  { refreshToken, ip }: { refreshToken: string; ip: string },
): Promise<RefreshSessionResult> {
  const counted = await count(deps, refreshToken, ip);
  if (counted.kind !== 'allowed') return counted;
  const now = deps.now();
  const result = await deps.platform.transaction((tx) => refresh(tx, deps, refreshToken, now));
  if (result.kind === 'invalid') {
    await deps.revocations.announce(result.revocations);
    return { kind: 'invalid_token' };
  }
  // Signed after the commit: reading the keys needs a connection, and those who wait for this session's row may
  // have them all. Whoever gets no response may repeat the request with the same token.
  return { kind: 'done', tokens: await issueTokens(deps, result.user, result.session, now) };
}

/** By address first, so that whoever guesses tokens does not get as far as the database. */
async function count(deps: Deps, refreshToken: string, ip: string): Promise<Counted> {
  const fromIp = await deps.attempts.refresh({ ip });
  if (fromIp.kind !== 'allowed') return fromIp;
  const account = await ownerOfToken(deps.db, deps.refreshTokens.hash(refreshToken));
  return account === null ? fromIp : deps.attempts.refresh({ account });
}

type Refreshed =
  | { readonly kind: 'refreshed'; readonly user: User; readonly session: OpenedSession }
  | { readonly kind: 'invalid'; readonly revocations: readonly KeptRevocation[] };

const invalid: Refreshed = { kind: 'invalid', revocations: [] };

async function refresh(
  tx: UsersTransaction,
  deps: Deps,
  refreshToken: string,
  now: Date,
): Promise<Refreshed> {
  const { refreshTokens } = deps;
  const successor = refreshTokens.successor(refreshToken);
  const [hash, successorHash] = [refreshTokens.hash(refreshToken), refreshTokens.hash(successor)];
  const token = await lockToken(tx.db, hash, successorHash);
  if (token === null) return invalid;
  const { sessionId, userId } = token;

  switch (presented(token, now, sessionTimes.refreshGraceMs)) {
    case 'refused':
      return invalid;
    case 'reused': {
      const user = await lockUser(tx.db, userId);
      if (user === null) return invalid;
      deps.log.warn({ userId, sessionId }, 'a refresh token was used twice: its session is ended');
      const ended = await endSessions(tx, deps, user, { only: sessionId }, 'TOKEN_REUSED', now);
      return { kind: 'invalid', revocations: ended.revocations };
    }
    case 'rotate': {
      const expiresAt = new Date(now.getTime() + sessionTimes.refreshTokenMs);
      await rotateToken(tx.db, { hash, successorHash, sessionId }, now, expiresAt);
      break;
    }
    case 'repeat':
      break;
  }
  const user = await findUser(tx.db, userId);
  const expiresAt = await sessionEnd(tx.db, sessionId);
  if (user === null || expiresAt === null) return invalid;
  return { kind: 'refreshed', user, session: { id: sessionId, expiresAt, refreshToken: successor } };
}

import { parseInput } from '@nakku/graphql-kit';
import { presented } from '../domain/refresh.ts';
import type { User } from '../domain/user.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { Counted } from '../security/attemptLimits.ts';
import type { UsersService } from '../service.ts';
import { endSessions, tokensOf } from '../sessions.ts';
import type { UsersTransaction } from '../store/database.ts';
import type { KeptRevocation } from '../store/revocations.ts';
import { lockToken, ownerOfToken, rotateToken, sessionEnd } from '../store/sessions.ts';
import { findUser, lockUser } from '../store/users.ts';
import { attemptError } from './errors.ts';
import { refreshInput } from './input.ts';

type Refreshed =
  | {
      readonly kind: 'refreshed';
      readonly user: User;
      readonly session: { readonly id: string; readonly expiresAt: Date };
      readonly successor: string;
    }
  | { readonly kind: 'refused'; readonly revocations: readonly KeptRevocation[] };

export function sessionRefresh(service: UsersService): NonNullable<MutationResolvers['sessionRefresh']> {
  return async (_, args, { clientIp }) => {
    const input = parseInput(refreshInput, args);
    if (!input.ok) return { tokens: null, userErrors: input.errors };
    const { refreshToken } = input.value;
    const refusal = attemptError(await counted(service, refreshToken, clientIp));
    if (refusal) return { tokens: null, userErrors: [refusal] };
    const now = service.now();
    const result = await service.platform.transaction((tx) => refresh(service, tx, refreshToken, now));
    if (result.kind === 'refused') {
      await service.revocations.announce(result.revocations);
      return { tokens: null, userErrors: [invalidRefreshToken()] };
    }
    // Signed after the commit: reading the keys needs a connection, and those who wait for this session's row may
    // have them all. Whoever gets no answer asks again with the same token.
    const { user, session, successor } = result;
    return { tokens: await tokensOf(service, user, session, successor, now), userErrors: [] };
  };
}

/** By address first, so that whoever guesses tokens does not get as far as the database. */
async function counted(service: UsersService, refreshToken: string, ip: string): Promise<Counted> {
  const fromIp = await service.limits.refresh({ ip });
  if (fromIp.kind !== 'allowed') return fromIp;
  const account = await ownerOfToken(service.db, service.refreshTokens.hash(refreshToken));
  return account === null ? fromIp : service.limits.refresh({ account });
}

async function refresh(
  service: UsersService,
  tx: UsersTransaction,
  refreshToken: string,
  now: Date,
): Promise<Refreshed> {
  const { refreshTokens, durations } = service;
  const successor = refreshTokens.successor(refreshToken);
  const [hash, successorHash] = [refreshTokens.hash(refreshToken), refreshTokens.hash(successor)];
  const token = await lockToken(tx.db, hash, successorHash);
  if (token === null) return { kind: 'refused', revocations: [] };
  const { sessionId, userId } = token;

  switch (presented(token, now, durations.sessions.refreshGraceMs)) {
    case 'refused':
      return { kind: 'refused', revocations: [] };
    case 'reused': {
      const user = await lockUser(tx.db, userId);
      if (user === null) return { kind: 'refused', revocations: [] };
      service.log.warn({ userId, sessionId }, 'a refresh token was used twice: its session is ended');
      const ended = await endSessions(service, tx, user, { only: sessionId }, 'TOKEN_REUSED', now);
      return { kind: 'refused', revocations: ended.revocations };
    }
    case 'rotate': {
      const expiresAt = new Date(now.getTime() + durations.sessions.refreshTokenMs);
      await rotateToken(tx.db, { hash, successorHash, sessionId }, now, expiresAt);
      break;
    }
    case 'repeat':
      break;
  }
  const user = await findUser(tx.db, userId);
  const expiresAt = await sessionEnd(tx.db, sessionId);
  if (user === null || expiresAt === null) return { kind: 'refused', revocations: [] };
  return { kind: 'refreshed', user, session: { id: sessionId, expiresAt }, successor };
}

function invalidRefreshToken() {
  return {
    __typename: 'InvalidRefreshTokenError' as const,
    message: 'The refresh token is unknown, has ended, or was used before: log in again.',
    code: 'INVALID_REFRESH_TOKEN',
    path: ['refreshToken'],
  };
}

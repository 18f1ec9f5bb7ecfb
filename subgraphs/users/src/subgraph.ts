import { batchLoader } from '@nakku/graphql-kit';
import { jsonResponse, type RunningService, startSubgraph } from '@nakku/service';
import { v7 } from 'uuid';
import type { UsersConfig } from './config.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { resolvers } from './graphql/resolvers.ts';
import { createAccessTokens } from './security/accessTokens.ts';
import { createAttemptLimits } from './security/attemptLimits.ts';
import { createKeyRing } from './security/keyRing.ts';
import { createPasswords } from './security/passwords.ts';
import { createRefreshTokens } from './security/refreshTokens.ts';
import { createRevocations } from './security/revocations.ts';
import type { UsersService } from './service.ts';
import { addressesById } from './store/addresses.ts';
import { pruneRevocations } from './store/revocations.ts';
import { pruneSessions } from './store/sessions.ts';
import { usersById } from './store/users.ts';

const HOUR_MS = 3_600_000;

/** Starts the users subgraph. @throws Error if the database cannot be reached or the port is taken. */
export function startUsers(config: UsersConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'users',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build: async ({ db, platform, redis, durations, log }) => {
      const { sessions } = durations;
      const keyRing = createKeyRing(db, config, sessions.accessTokenMs);
      // Before the first request: a service without a key could log nobody in.
      await keyRing.rotateIfDue(new Date());
      const accessTokens = createAccessTokens(db, config, sessions.accessTokenMs);
      const service: UsersService = {
        db,
        platform,
        durations,
        config,
        accessTokens,
        refreshTokens: createRefreshTokens(config.USERS_KEY_ENCRYPTION_SECRET),
        passwords: await createPasswords(),
        limits: createAttemptLimits(redis, config),
        revocations: createRevocations(db, redis, {
          channelPrefix: config.REDIS_PREFIX,
          lastMs: sessions.reannounceLastMs,
          log,
        }),
        log,
        now: () => new Date(),
        newId: () => v7(),
      };
      return {
        resolvers: resolvers(service),
        routes: [
          {
            method: 'GET',
            path: '/.well-known/jwks.json',
            handle: async () =>
              jsonResponse(200, await accessTokens.jwks(), { 'cache-control': 'public, max-age=60' }),
          },
        ],
        jobs: [
          { name: 'rotate-keys', everyMs: HOUR_MS, run: () => keyRing.rotateIfDue(new Date()) },
          {
            name: 'announce-revocations',
            everyMs: sessions.reannounceEveryMs,
            run: () => service.revocations.announceAgain(new Date()),
          },
          {
            name: 'prune-sessions',
            everyMs: HOUR_MS,
            run: async () => {
              const now = new Date();
              await pruneRevocations(db, now);
              await pruneSessions(db, new Date(now.getTime() - sessions.refreshTokenMs));
            },
          },
        ],
        context: () => ({
          users: batchLoader(
            (ids) => usersById(db, ids),
            (user) => user.id,
          ),
          addresses: batchLoader(
            (ids) => addressesById(db, ids),
            (address) => address.id,
          ),
        }),
      };
    },
  });
}

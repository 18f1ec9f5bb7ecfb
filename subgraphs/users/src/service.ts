import { REVOCATIONS_PATH } from '@nakku/identity';
import { jsonResponse, type RunningService, startSubgraph } from '@nakku/service';
import { currentRevocations } from './app/currentRevocations.ts';
import type { Deps } from './app/deps.ts';
import { createKeyRing } from './app/keyRing.ts';
import { sessionTimes } from './config.ts';
import type { UsersConfig } from './config.ts';
import { orderHandlers } from './events/consume/orders.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { contextOf } from './graphql/context.ts';
import { resolvers } from './graphql/resolvers.ts';
import { announceRevocations } from './jobs/announceRevocations.ts';
import { pruneSessions } from './jobs/pruneSessions.ts';
import { rotateKeys } from './jobs/rotateKeys.ts';
import { measured } from './metrics.ts';
import { createPasswords } from './ports/argon2/passwords.ts';
import { createRefreshTokens } from './ports/crypto/refreshTokens.ts';
import { createSealer } from './ports/crypto/sealer.ts';
import { createAccessTokens } from './ports/jose/accessTokens.ts';
import { createAttemptLimits } from './ports/redis/attemptLimits.ts';
import { createRevocations } from './ports/redis/revocations.ts';
import { allKeys } from './store/signingKeys.ts';

const HOUR_MS = 3_600_000;

/** Starts the users subgraph. @throws Error if the database cannot be reached or the port is taken. */
export function startUsers(config: UsersConfig): Promise<RunningService> {
  return startSubgraph({
    name: 'users',
    config,
    prisma: (adapter) => new PrismaClient({ adapter }),
    build: async ({ deps: base, db, redis, log }) => {
      const sealer = createSealer(config.USERS_KEY_ENCRYPTION_SECRET);
      const keyRing = createKeyRing(db, sealer, config, sessionTimes.accessTokenMs);
      // Before the first request: a service without a key could log nobody in.
      await rotateKeys(keyRing, new Date());
      const accessTokens = createAccessTokens(() => allKeys(db), sealer, config, sessionTimes.accessTokenMs);
      const deps: Deps = {
        ...base,
        config,
        accessTokens,
        refreshTokens: createRefreshTokens(config.USERS_KEY_ENCRYPTION_SECRET),
        passwords: await createPasswords(),
        attempts: createAttemptLimits(redis, config),
        revocations: createRevocations(redis, { channelPrefix: config.REDIS_PREFIX, log }),
        log,
      };
      return {
        resolvers,
        measured,
        consumer: orderHandlers,
        context: () => contextOf(deps),
        routes: [
          {
            method: 'GET',
            path: '/.well-known/jwks.json',
            handle: async () =>
              jsonResponse(200, await accessTokens.jwks(), { 'cache-control': 'public, max-age=60' }),
          },
          {
            method: 'GET',
            path: REVOCATIONS_PATH,
            requiresIdentity: true,
            handle: async () =>
              jsonResponse(200, await currentRevocations(deps), { 'cache-control': 'no-store' }),
          },
        ],
        jobs: [
          { name: 'rotate-keys', everyMs: HOUR_MS, run: () => rotateKeys(keyRing, deps.now()) },
          {
            name: 'announce-revocations',
            everyMs: sessionTimes.reannounceEveryMs,
            run: () => announceRevocations(deps),
          },
          { name: 'prune-sessions', everyMs: HOUR_MS, run: () => pruneSessions(deps) },
        ],
      };
    },
  });
}

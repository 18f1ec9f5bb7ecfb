import type { Durations } from '@nakku/service';
import type { Logger } from '@nakku/telemetry';
import type { UsersConfig } from './config.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import type { AccessTokens } from './security/accessTokens.ts';
import type { AttemptLimits } from './security/attemptLimits.ts';
import type { Passwords } from './security/passwords.ts';
import type { RefreshTokens } from './security/refreshTokens.ts';
import type { Revocations } from './security/revocations.ts';
import type { UsersEvents } from './store/database.ts';

/** What the resolvers of users work with. */
export interface UsersService {
  readonly db: PrismaClient;
  readonly platform: UsersEvents;
  readonly durations: Durations;
  readonly config: UsersConfig;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly passwords: Passwords;
  readonly limits: AttemptLimits;
  readonly revocations: Revocations;
  readonly log: Logger;
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
}

import type { Platform, Transaction } from '@nakku/platform';
import type { TransactionClient } from '@nakku/service';
import type { Logger } from '@nakku/telemetry';
import type { UsersConfig } from '../config.ts';
import type { Db } from '../store/database.ts';
import type { AccessTokens, AttemptLimits, Passwords, RefreshTokens, Revocations } from './ports.ts';

/** What the use cases of users work with. */
export interface Deps {
  readonly db: Db;
  readonly platform: Platform<TransactionClient<Db>>;
  readonly config: UsersConfig;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly passwords: Passwords;
  readonly attempts: AttemptLimits;
  readonly revocations: Revocations;
  readonly log: Logger;
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
}

/** A transaction of users, which emits events. */
export type UsersTransaction = Transaction<TransactionClient<Db>>;

import type { Transaction } from '@nakku/platform';
import type { SubgraphDeps, TransactionClient } from '@nakku/service';
import type { Logger } from '@nakku/telemetry';
import type { UsersConfig } from '../config.ts';
import type { Db } from '../store/database.ts';
import type { AccessTokens, AttemptLimits, Passwords, RefreshTokens, Revocations } from './ports.ts';

/** What the use cases of users work with. */
export interface Deps extends SubgraphDeps<Db> {
  readonly config: UsersConfig;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly passwords: Passwords;
  readonly attempts: AttemptLimits;
  readonly revocations: Revocations;
  readonly log: Logger;
}

/** A transaction of users, which emits events. */
export type UsersTransaction = Transaction<TransactionClient<Db>>;

import type { PromiseRule } from '@nakku/geo';
import type { Platform } from '@nakku/platform';
import type { Gazetteer } from '../domain/gazetteer.ts';
import type { Db, Tx } from '../store/database.ts';

/** What use cases and resolvers work with; made once, in service.ts. */
export interface Deps {
  readonly db: Db;
  readonly platform: Platform<Tx>;
  readonly gazetteer: Gazetteer;
  /** How long a delivery takes, as carts promise it. */
  readonly promise: PromiseRule;
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
}

import type { Platform } from '@nakku/platform';
import type { Gazetteer } from '../domain/gazetteer.ts';
import type { Db, Tx } from '../store/database.ts';

/** What use cases and resolvers work with; made once, in service.ts. */
export interface Deps {
  readonly db: Db;
  readonly platform: Platform<Tx>;
  readonly gazetteer: Gazetteer;
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
}

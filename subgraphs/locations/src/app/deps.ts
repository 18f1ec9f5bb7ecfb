import type { PromiseRule } from '@nakku/geo';
import type { SubgraphDeps } from '@nakku/service';
import type { Gazetteer } from '../domain/gazetteer.ts';
import type { Db } from '../store/database.ts';

/** What use cases and resolvers work with; made once, in service.ts. */
export interface Deps extends SubgraphDeps<Db> {
  readonly gazetteer: Gazetteer;
  /** How long a delivery takes, as carts promise it. */
  readonly promise: PromiseRule;
}

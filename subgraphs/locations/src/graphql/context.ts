import { batchLoader } from '@nakku/graphql-kit';
import type { BaseContext } from '@nakku/service';
import type { Deps } from '../app/deps.ts';
import type { Db } from '../store/database.ts';
import { zonesById } from '../store/zones.ts';

function loadersOf(db: Db) {
  return {
    zones: batchLoader(
      (ids) => zonesById(db, ids),
      (zone) => zone.zoneId,
    ),
  };
}

export interface Context extends BaseContext {
  readonly deps: Deps;
  readonly loaders: ReturnType<typeof loadersOf>;
}

/** The subgraph's part of the context, made anew for each request. */
export function contextOf(deps: Deps): Omit<Context, keyof BaseContext> {
  return { deps, loaders: loadersOf(deps.db) };
}

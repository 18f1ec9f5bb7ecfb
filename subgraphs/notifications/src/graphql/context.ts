import { batchLoader } from '@nakku/graphql-kit';
import type { BaseContext } from '@nakku/service';
import type { Deps } from '../app/deps.ts';
import type { Db } from '../store/database.ts';
import { notificationsById } from '../store/notifications.ts';

function loadersOf(db: Db) {
  return {
    notifications: batchLoader((ids) => notificationsById(db, ids)),
  };
}

export type Loaders = ReturnType<typeof loadersOf>;

export interface Context extends BaseContext {
  readonly deps: Deps;
  readonly loaders: Loaders;
}

/** The subgraph's part of the context, made anew for each request and each event of a subscription. */
export function contextOf(deps: Deps): Omit<Context, keyof BaseContext> {
  return { deps, loaders: loadersOf(deps.db) };
}

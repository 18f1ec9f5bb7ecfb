import { batchLoader } from '@nakku/graphql-kit';
import type { BaseContext } from '@nakku/service';
import type DataLoader from 'dataloader';
import type { Deps } from '../app/deps.ts';
import type { User, UserAddress } from '../domain/user.ts';
import { addressesById } from '../store/addresses.ts';
import { usersById } from '../store/users.ts';

/** Rows by id; who may see them is for the resolvers to check. */
export interface Loaders {
  readonly user: DataLoader<string, User | null>;
  readonly address: DataLoader<string, UserAddress | null>;
}

export interface Context extends BaseContext {
  readonly deps: Deps;
  readonly loaders: Loaders;
}

/** The context of users besides what every subgraph has, new for each request. */
export function contextOf(deps: Deps): Pick<Context, 'deps' | 'loaders'> {
  return {
    deps,
    loaders: {
      user: batchLoader((ids) => usersById(deps.db, ids)),
      address: batchLoader((ids) => addressesById(deps.db, ids)),
    },
  };
}

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

/** The context of users, new for each request. */
export interface UsersContext {
  readonly deps: Deps;
  readonly loaders: Loaders;
}

export type Context = BaseContext & UsersContext;

export function contextOf(deps: Deps): UsersContext {
  return {
    deps,
    loaders: {
      user: batchLoader(
        (ids) => usersById(deps.db, ids),
        (user) => user.id,
      ),
      address: batchLoader(
        (ids) => addressesById(deps.db, ids),
        (address) => address.id,
      ),
    },
  };
}

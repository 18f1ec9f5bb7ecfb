import type { BaseContext } from '@nakku/service';
import type DataLoader from 'dataloader';
import type { User, UserAddress } from '../domain/user.ts';

/** What the resolvers of users are given, new for each request. */
export interface Context extends BaseContext {
  /** Users by id, for references; rights are the resolvers' matter. */
  readonly users: DataLoader<string, User | null>;
  readonly addresses: DataLoader<string, UserAddress | null>;
}

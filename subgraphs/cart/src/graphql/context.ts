import type { BaseContext } from '@nakku/service';
import type DataLoader from 'dataloader';
import type { Cart } from '../domain/cart.ts';

/** What cart's resolvers are given, new for each request. */
export interface Context extends BaseContext {
  /** Carts by id, for references; rights are the resolvers' matter. */
  readonly carts: DataLoader<string, Cart | null>;
}

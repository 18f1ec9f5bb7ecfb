import { batchLoader } from '@nakku/graphql-kit';
import type { BaseContext } from '@nakku/service';
import type DataLoader from 'dataloader';
import type { Deps } from '../app/deps.ts';
import type { Cart } from '../domain/cart.ts';
import { loadCarts } from '../store/carts.ts';
import { type ListedPromotion, promotionsById } from '../store/promotions.ts';

export interface Loaders {
  /** Carts by id; whether the caller may see one is the resolvers' matter. */
  readonly cart: DataLoader<string, Cart | null>;
  readonly promotion: DataLoader<string, ListedPromotion | null>;
}

export interface Context extends BaseContext {
  readonly deps: Deps;
  readonly loaders: Loaders;
}

/** Cart's own part of the context, new for each request: nothing is shared between callers. */
export function contextOf(deps: Deps): Pick<Context, 'deps' | 'loaders'> {
  return {
    deps,
    loaders: {
      cart: batchLoader((ids) => loadCarts(deps.db, ids)),
      promotion: batchLoader(
        (ids) => promotionsById(deps.db, ids),
        ({ promotionId }) => promotionId,
      ),
    },
  };
}

import { connection, hasScope, operatesStore, pageOf } from '@nakku/graphql-kit';
import { availableOf, type BookedMovement } from '../../domain/stock.ts';
import type { StockItemResolvers } from '../../generated/graphql.ts';
import { movementKey, type MovementKey, movementPage } from '../../store/pages.ts';
import { knownId } from '../inputs.ts';
import { loadStoreOf } from '../loadStoreOf.ts';

/** For the staff of its store: whoever gets hold of one may see all of it. */
export const stockItemType: StockItemResolvers = {
  async __resolveReference({ id }, { caller, loaders }) {
    const itemId = knownId(id);
    const item = itemId === null ? null : await loaders.stockItem.load(itemId);
    return item && hasScope(caller, 'stock:read') && operatesStore(caller, item.storeId) ? item : null;
  },
  product: ({ productId }) => ({ id: productId }),
  store: loadStoreOf,
  available: availableOf,
  async movements(item, args, { deps }) {
    const page = pageOf(args, movementKey(item.id));
    const keyOf = (entry: BookedMovement): MovementKey => [item.id, entry.version, entry.id];
    return connection(await movementPage(deps.db, item.id, page), page, keyOf);
  },
};

import { connection, hasScope, operatesStore, pageOf } from '@nakku/graphql-kit';
import { availableOf } from '../domain/stock.ts';
import type { StockItemResolvers } from '../generated/graphql.ts';
import { movementKey, movementPage } from '../store/pages.ts';
import { knownId } from './inputs.ts';

/** For the staff of its store: whoever gets hold of one may see all of it. */
export const StockItem: StockItemResolvers = {
  async __resolveReference({ id }, { caller, loaders }) {
    const itemId = knownId(id);
    const item = itemId === null ? null : await loaders.stockItem.load(itemId);
    return item && hasScope(caller, 'stock:read') && operatesStore(caller, item.storeId) ? item : null;
  },
  product: ({ productId }) => ({ id: productId }),
  async store({ storeId }, _args, { loaders }) {
    const store = await loaders.store.load(storeId);
    // A foreign key keeps the store of a stock item.
    if (store === null) throw new Error(`the store ${storeId} of a stock item is gone`);
    return store;
  },
  available: availableOf,
  async movements(item, args, { db }) {
    const page = pageOf(args, movementKey);
    return connection(await movementPage(db, item.id, page), page, (entry) => [entry.version, entry.id]);
  },
};

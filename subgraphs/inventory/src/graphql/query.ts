import { connection, operatesStore, pageOf, requireScope } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import { nearestServing } from '../domain/store.ts';
import type { QueryResolvers } from '../generated/graphql.ts';
import { stockItemKey, stockItemPage } from '../store/pages.ts';
import { runningStores, storeKey, storePage } from '../store/stores.ts';
import { knownId } from './inputs.ts';

const MOST_SERVING = 10;
const MOST_PRODUCTS = 100;

export const Query: QueryResolvers = {
  store: (_parent, args, { loaders }) => {
    const storeId = knownId(args.id);
    return storeId === null ? null : loaders.store.load(storeId);
  },

  async stores(_parent, args, { db }) {
    const page = pageOf(args, storeKey);
    return connection(await storePage(db, page), page, (store) => [store.name, store.storeId]);
  },

  async storesServing(_parent, { location }, { db }) {
    return nearestServing(await runningStores(db), location, new Date(), MOST_SERVING);
  },

  async stockItems(_parent, args, { caller, db }) {
    requireScope(caller, 'stock:read');
    const page = pageOf(args, stockItemKey);
    const storeId = knownId(args.storeId);
    const productIds = args.productIds ?? null;
    if (productIds && productIds.length > MOST_PRODUCTS) {
      throw new GraphQLError(`\`productIds\` must have at most ${MOST_PRODUCTS} entries.`, {
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
    if (storeId === null || !operatesStore(caller, storeId)) return null;
    const known = productIds?.flatMap((productId) => knownId(productId) ?? []) ?? null;
    const filter = { storeId, levels: args.levels ?? null, productIds: known };
    return connection(await stockItemPage(db, filter, page), page, (item) => item.productId);
  },
};

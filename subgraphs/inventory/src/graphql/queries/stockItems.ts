import { connection, pageOf, requireScope } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import type { StockItem } from '../../domain/stock.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { stockItemKey, type StockItemKey, stockItemPage } from '../../store/pages.ts';
import { accessStore } from '../access.ts';
import { knownId, MAX_PRODUCTS } from '../inputs.ts';

export const stockItems: NonNullable<QueryResolvers['stockItems']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  requireScope(caller, 'stock:read');
  const storeId = knownId(args.storeId);
  const page = pageOf(args, stockItemKey(storeId ?? ''));
  const productIds = args.productIds ?? null;
  if (productIds && productIds.length > MAX_PRODUCTS) {
    throw new GraphQLError(`\`productIds\` must have at most ${MAX_PRODUCTS} entries.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  if (storeId === null || accessStore(caller, 'stock:read', storeId) === null) return null;
  const known = productIds?.flatMap((productId) => knownId(productId) ?? []) ?? null;
  const filter = { storeId, levels: args.levels ?? null, productIds: known };
  const keyOf = (item: StockItem): StockItemKey => [storeId, item.productId];
  return connection(await stockItemPage(deps.db, filter, page), page, keyOf);
};

import type { Resolvers } from '../generated/graphql.ts';
import { orderRestock } from './mutations/orderRestock.ts';
import { stockAdjust } from './mutations/stockAdjust.ts';
import { stockReceive } from './mutations/stockReceive.ts';
import { stockSet } from './mutations/stockSet.ts';
import { storeClose } from './mutations/storeClose.ts';
import { storeCreate } from './mutations/storeCreate.ts';
import { storeUpdate } from './mutations/storeUpdate.ts';
import { Product, ProductAvailability } from './product.ts';
import { Query } from './query.ts';
import { inventoryReconciliation } from './reconciliation.ts';
import { stockChanged } from './stockChanged.ts';
import { StockItem } from './stockItem.ts';
import { Store } from './store.ts';

export const resolvers = {
  Query: { ...Query, inventoryReconciliation },
  Mutation: {
    storeCreate,
    storeUpdate,
    storeClose,
    stockReceive,
    stockAdjust,
    stockSet,
    orderRestock,
  },
  Subscription: { stockChanged },
  Store,
  Product,
  ProductAvailability,
  StockItem,
} satisfies Resolvers;

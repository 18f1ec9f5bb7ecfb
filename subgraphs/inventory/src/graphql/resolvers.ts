import type { Resolvers } from '../generated/graphql.ts';
import { orderRestock } from './mutations/orderRestock.ts';
import { stockAdjust } from './mutations/stockAdjust.ts';
import { stockReceive } from './mutations/stockReceive.ts';
import { stockSet } from './mutations/stockSet.ts';
import { stockThresholdSet } from './mutations/stockThresholdSet.ts';
import { storeClose } from './mutations/storeClose.ts';
import { storeCreate } from './mutations/storeCreate.ts';
import { storePause } from './mutations/storePause.ts';
import { storeResume } from './mutations/storeResume.ts';
import { storeUpdate } from './mutations/storeUpdate.ts';
import { inventoryReconciliation } from './queries/inventoryReconciliation.ts';
import { stockItems } from './queries/stockItems.ts';
import { store } from './queries/store.ts';
import { storeAuditEntries } from './queries/storeAuditEntries.ts';
import { stores } from './queries/stores.ts';
import { storesServing } from './queries/storesServing.ts';
import { stockChanged } from './subscriptions/stockChanged.ts';
import { productType } from './types/product.ts';
import { productAvailabilityType } from './types/productAvailability.ts';
import { stockItemType } from './types/stockItem.ts';
import { storeType } from './types/store.ts';
import { storeAuditEntryType } from './types/storeAuditEntry.ts';

export const resolvers = {
  Query: { store, stores, storesServing, stockItems, storeAuditEntries, inventoryReconciliation },
  Mutation: {
    storeCreate,
    storeUpdate,
    storePause,
    storeResume,
    storeClose,
    stockReceive,
    stockAdjust,
    stockSet,
    stockThresholdSet,
    orderRestock,
  },
  Subscription: { stockChanged },
  Store: storeType,
  Product: productType,
  ProductAvailability: productAvailabilityType,
  StockItem: stockItemType,
  StoreAuditEntry: storeAuditEntryType,
} satisfies Resolvers;

import type { ProductState, StockState, StoreState, UserState } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { TransactionClient } from '@nakku/service';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Sql } from '../store/database.ts';
import { putAddresses, putProduct, putStock, putStore } from '../store/projections.ts';

type Handlers = ConsumerHandlers<TransactionClient<PrismaClient>>;

/** Events that differ in what happened and agree in the state that they carry. */
interface Carrying<Data> {
  readonly data: Data;
}
interface Within {
  readonly db: Sql;
}

const product = ({ data }: Carrying<{ product: ProductState }>, { db }: Within) =>
  putProduct(db, data.product);
const store = ({ data }: Carrying<{ store: StoreState }>, { db }: Within) => putStore(db, data.store);
const stock = ({ data }: Carrying<StockState>, { db }: Within) => putStock(db, data);
const user = ({ data }: Carrying<{ user: UserState }>, { db }: Within) => putAddresses(db, data.user);

/** Keeps the projections: each of these events carries the full state of what it is about. */
export const projectionHandlers: Handlers = {
  'product.created': product,
  'product.updated': product,
  'product.deleted': product,
  'store.created': store,
  'store.updated': store,
  'store.closed': store,
  'inventory.updated': stock,
  'inventory.low_stock': stock,
  'inventory.out_of_stock': stock,
  'inventory.back_in_stock': stock,
  'user.registered': user,
  'user.updated': user,
  'user.address.added': user,
  'user.address.updated': user,
  'user.address.removed': user,
  'user.deleted': user,
};

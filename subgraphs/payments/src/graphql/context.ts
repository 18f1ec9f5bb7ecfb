import { batchLoader } from '@nakku/graphql-kit';
import type { BaseContext } from '@nakku/service';
import type DataLoader from 'dataloader';
import type { Deps } from '../app/deps.ts';
import type { Payment } from '../domain/payment.ts';
import { methodsByIds } from '../store/paymentMethods.ts';
import type { StoredMethod } from '../store/paymentMethods.ts';
import { paymentsByIds, paymentsByOrders } from '../store/payments.ts';

interface Loaders {
  readonly payments: DataLoader<string, Payment | null>;
  readonly paymentsByOrder: DataLoader<string, Payment | null>;
  readonly methods: DataLoader<string, StoredMethod | null>;
}

/** What payments' resolvers are given, new for each request. Rights are the resolvers' matter, not the loaders'. */
export interface Context extends BaseContext {
  readonly deps: Deps;
  readonly loaders: Loaders;
}

/** Makes the service's own part of the context, anew for each request. */
export function contextOf(deps: Deps): () => Pick<Context, 'deps' | 'loaders'> {
  return () => ({ deps, loaders: createLoaders(deps) });
}

function createLoaders({ db }: Deps): Loaders {
  return {
    payments: batchLoader(
      (ids) => paymentsByIds(db, ids),
      (payment) => payment.id,
    ),
    paymentsByOrder: batchLoader(
      (ids) => paymentsByOrders(db, ids),
      (payment) => payment.orderId,
    ),
    methods: batchLoader(
      (ids) => methodsByIds(db, ids),
      (method) => method.id,
    ),
  };
}

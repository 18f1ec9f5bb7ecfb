import { batchLoader } from '@nakku/graphql-kit';
import type { BaseContext } from '@nakku/service';
import type DataLoader from 'dataloader';
import type { Payment } from '../domain/payment.ts';
import type { PaymentsService } from '../service.ts';
import { methodsByIds } from '../store/methods.ts';
import type { StoredMethod } from '../store/methods.ts';
import { paymentsByIds, paymentsByOrders } from '../store/payments.ts';

interface Loaders {
  readonly payments: DataLoader<string, Payment | null>;
  readonly paymentsByOrder: DataLoader<string, Payment | null>;
  readonly methods: DataLoader<string, StoredMethod | null>;
}

/** What payments' resolvers are given, new for each request. Rights are the resolvers' matter, not the loaders'. */
export type Context = BaseContext & Loaders;

export function loaders({ db }: PaymentsService): Loaders {
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

import { batchLoader } from '@nakku/graphql-kit';
import type { BaseContext } from '@nakku/service';
import DataLoader from 'dataloader';
import type { Deps } from '../app/deps.ts';
import type { Payment } from '../domain/payment.ts';
import { alertsOf } from '../store/alerts.ts';
import type { StoredAlert } from '../store/alerts.ts';
import { auditOf } from '../store/audit.ts';
import type { StoredAuditEntry } from '../store/audit.ts';
import { disputesOf } from '../store/disputes.ts';
import type { StoredDispute } from '../store/disputes.ts';
import { methodsByIds } from '../store/paymentMethods.ts';
import type { StoredMethod } from '../store/paymentMethods.ts';
import { paymentsByIds, paymentsByOrders } from '../store/payments.ts';

interface Loaders {
  readonly payments: DataLoader<string, Payment | null>;
  readonly paymentsByOrder: DataLoader<string, Payment | null>;
  readonly methods: DataLoader<string, StoredMethod | null>;
  /** By the payment's id, as the next two. */
  readonly disputes: DataLoader<string, StoredDispute[]>;
  readonly alerts: DataLoader<string, StoredAlert[]>;
  readonly audit: DataLoader<string, StoredAuditEntry[]>;
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
    payments: batchLoader((ids) => paymentsByIds(db, ids)),
    paymentsByOrder: batchLoader(
      (ids) => paymentsByOrders(db, ids),
      (payment) => payment.orderId,
    ),
    methods: batchLoader((ids) => methodsByIds(db, ids)),
    disputes: listLoader((ids) => disputesOf(db, ids)),
    alerts: listLoader((ids) => alertsOf(db, ids)),
    audit: listLoader((ids) => auditOf(db, ids)),
  };
}

/** Rows of many payments, read at once. */
function listLoader<Row extends { readonly paymentId: string }>(
  load: (paymentIds: readonly string[]) => Promise<readonly Row[]>,
): DataLoader<string, Row[]> {
  return new DataLoader<string, Row[]>(async (ids) => {
    const rows = await load(ids);
    return ids.map((id) => rows.filter(({ paymentId }) => paymentId === id));
  });
}

import type { OrderStatus } from '@nakku/contracts';
import type { Page } from '@nakku/graphql-kit';
import type { AlertKind } from '../domain/alerts.ts';
import type { OrderAlert } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';

export type StoredAlert = OrderAlert;

export interface NewAlert {
  readonly id: string;
  readonly orderId: string;
  readonly kind: AlertKind;
  /** Status of the order. */
  readonly status: OrderStatus;
  readonly raisedAt: Date;
}

/** Puts an order on the operators' list. False if it is there for the same matter already. */
export async function insertAlert(db: Tx, alert: NewAlert): Promise<boolean> {
  const { count } = await db.orderAlert.createMany({ data: [alert], skipDuplicates: true });
  return count === 1;
}

/** An alert and the store of its order. */
export async function findAlert(
  db: Tx,
  id: string,
): Promise<{ readonly alert: StoredAlert; readonly storeId: string } | null> {
  const found = await db.orderAlert.findUnique({
    where: { id },
    include: { order: { select: { storeId: true } } },
  });
  if (!found) return null;
  const { order, ...alert } = found;
  return { alert, storeId: order.storeId };
}

/** Resolves an alert by hand; false if it is resolved already. */
export async function resolveAlertRow(
  db: Tx,
  { id, by, at }: { readonly id: string; readonly by: string; readonly at: Date },
): Promise<boolean> {
  const resolved = await db.$executeRaw`
    UPDATE order_alerts SET resolved_at = greatest(${at}::timestamptz, raised_at), resolved_by = ${by}::uuid
    WHERE id = ${id}::uuid AND resolved_at IS NULL`;
  return resolved === 1;
}

/** Sort key: the list's name and the alert's id, which grows with time. */
export type AlertKey = readonly ['orderAlerts', string];

/**
 * A page of alerts, newest first (oldest first for a backward page), with one row more than its limit if there is more.
 * @param o.storeIds null: of all stores
 * @param o.isOpen null: open and resolved ones
 */
export async function alertsOf(
  db: Tx,
  o: { readonly storeIds: readonly string[] | null; readonly isOpen: boolean | null },
  page: Page<AlertKey>,
): Promise<StoredAlert[]> {
  const beyond = page.backward ? 'gt' : 'lt';
  return db.orderAlert.findMany({
    where: {
      ...(o.storeIds ? { order: { storeId: { in: [...o.storeIds] } } } : {}),
      ...(o.isOpen === null ? {} : { resolvedAt: o.isOpen ? null : { not: null } }),
      ...(page.cursor ? { id: { [beyond]: page.cursor[1] } } : {}),
    },
    orderBy: { id: page.backward ? 'asc' : 'desc' },
    take: page.limit + 1,
  });
}

/** How many orders are on the list, by status. */
export async function countStuck(db: Tx): Promise<{ status: OrderStatus; orders: number }[]> {
  return db.$queryRaw`
    SELECT status, count(DISTINCT order_id)::int AS orders
    FROM order_alerts WHERE resolved_at IS NULL GROUP BY status`;
}

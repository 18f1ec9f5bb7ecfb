import type { OrderStatus } from '@nakku/contracts';
import type { AlertKind } from '../domain/alerts.ts';
import type { Tx } from './database.ts';

export interface NewAlert {
  readonly id: string;
  readonly orderId: string;
  readonly kind: AlertKind;
  /** Status of the order. */
  readonly status: OrderStatus;
  readonly raisedAt: Date;
}

/** Puts an order on the operators' list. False if it stands there for the same matter already. */
export async function insertAlert(db: Tx, alert: NewAlert): Promise<boolean> {
  const { count } = await db.orderAlert.createMany({ data: [alert], skipDuplicates: true });
  return count === 1;
}

/** How many orders are on the list, by status. */
export async function countStuck(db: Tx): Promise<{ status: OrderStatus; orders: number }[]> {
  return db.$queryRaw`
    SELECT status, count(DISTINCT order_id)::int AS orders
    FROM order_alerts WHERE resolved_at IS NULL GROUP BY status`;
}

import type { OrderStatus } from '@nakku/contracts';
import { v7 as uuidv7 } from 'uuid';
import type { AlertKind } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';

export interface NewAlert {
  readonly orderId: string;
  readonly kind: AlertKind;
  /** Status in which the order stands. */
  readonly status: OrderStatus;
  /** What to do, for the operator. */
  readonly message: string;
  readonly raisedAt: Date;
}

/** Puts an order on the operator's list. False if it stands there for the same matter already. */
export async function raiseAlert(db: Tx, alert: NewAlert): Promise<boolean> {
  const written = await db.$executeRawUnsafe(
    `INSERT INTO order_alerts (id, order_id, kind, status, message, raised_at)
     VALUES ($1::uuid, $2::uuid, $3::alert_kind, $4::order_status, $5, $6::timestamptz) ON CONFLICT DO NOTHING`,
    uuidv7(),
    alert.orderId,
    alert.kind,
    alert.status,
    alert.message,
    alert.raisedAt,
  );
  return written === 1;
}

/** How many orders stand on the list, by status. */
export async function countStuck(db: Tx): Promise<{ status: OrderStatus; orders: number }[]> {
  return db.$queryRawUnsafe(
    `SELECT status, count(DISTINCT order_id)::int AS orders FROM order_alerts WHERE resolved_at IS NULL GROUP BY status`,
  );
}

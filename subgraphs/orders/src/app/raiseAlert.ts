import type { OrderStatus } from '@nakku/contracts';
import type { Transaction } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import { isAlertDue } from '../domain/alerts.ts';
import type { AlertKind } from '../domain/alerts.ts';
import { insertAlert } from '../store/alerts.ts';
import type { Tx } from '../store/database.ts';
import { lockOrder } from '../store/orderRepository.ts';
import type { Deps } from './deps.ts';

export interface RaiseAlert {
  readonly orderId: string;
  readonly kind: AlertKind;
  /** Status of the order when the alert was scheduled. */
  readonly status: OrderStatus;
}

/** Puts an order on the operators' list, unless it went on meanwhile or stands there for the same matter. */
export async function raiseAlert(
  tx: Transaction<Tx>,
  { now, newId }: Pick<Deps, 'now' | 'newId'>,
  { orderId, kind, status: since }: RaiseAlert,
): Promise<void> {
  const order = await lockOrder(tx.db, orderId);
  if (!order || !isAlertDue(kind, since, order)) return;
  const { number, status, storeId } = order;
  if (await insertAlert(tx.db, { id: newId(), orderId, kind, status, raisedAt: now() })) {
    logger({ part: 'orders' }).error(
      { orderId, number, status, storeId, alert: kind },
      'an order needs a person',
    );
  }
}

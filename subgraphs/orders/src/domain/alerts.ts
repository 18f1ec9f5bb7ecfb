import type { OrderStatus } from '@nakku/contracts';
import type { Order } from './order.ts';

/**
 * Why an order needs a person:
 * - `STUCK`: it has been in one status for too long.
 * - `CANCEL_UNANSWERED`: a cancel was requested and delivery has neither granted nor refused it.
 */
export type AlertKind = 'STUCK' | 'CANCEL_UNANSWERED';

/** Whether an alert that was scheduled in status `since` still says something about the order. */
export function isAlertDue(kind: AlertKind, since: OrderStatus, order: Order): boolean {
  return kind === 'STUCK' ? order.status === since : order.cancelRequested !== null;
}

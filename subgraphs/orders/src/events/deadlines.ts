import { orderStatus } from '@nakku/contracts';
import type { DeadlineHandlers, DueDeadline, Transaction } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import { z } from 'zod';
import type { DeadlineKind } from '../domain/deadlines.ts';
import type { Order } from '../domain/order.ts';
import { cancelAlertAdvice, stuckAdvice } from '../domain/wording.ts';
import { lockOrder } from '../store/advance.ts';
import { raiseAlert } from '../store/alerts.ts';
import type { Tx } from '../store/database.ts';
import type { Follow } from './follow.ts';

const dataSchema = z.object({ status: orderStatus });

/** What an alert says: why it was raised and what to do. */
interface Reason {
  readonly kind: 'STUCK' | 'CANCEL_UNANSWERED';
  /** Null if there is nothing to say any more. */
  adviceFor(order: Order): string | null;
}

/** The times of an order's states: to its end, to a cancel request, or to the operator's list. */
export function deadlineHandlers(follow: Follow, now: () => Date): DeadlineHandlers<Tx> {
  const alert = async (due: DueDeadline, tx: Transaction<Tx>, { kind, adviceFor }: Reason): Promise<void> => {
    const locked = await lockOrder(tx.db, due.key);
    const message = locked && adviceFor(locked.order);
    if (!locked || message === null) return;
    const { id: orderId, number, status, storeId } = locked.order;
    if (await raiseAlert(tx.db, { orderId, kind, status, message: message, raisedAt: now() })) {
      logger({ part: 'orders' }).error(
        { orderId, number, status, storeId, alert: kind },
        `${number}: ${message}`,
      );
    }
  };
  const handlers: { readonly [Kind in DeadlineKind]: DeadlineHandlers<Tx>[string] } = {
    'order.deadline': ({ kind, key, data }, tx) =>
      follow(tx, key, { kind: 'DEADLINE', of: dataSchema.parse(data).status }, kind),
    'order.alert': (due, tx) => {
      const { status } = dataSchema.parse(due.data);
      const adviceFor = (order: Order) => (order.status === status ? stuckAdvice[status] : null);
      return alert(due, tx, { kind: 'STUCK', adviceFor });
    },
    'order.cancel_alert': (due, tx) => {
      const adviceFor = (order: Order) => (order.cancelRequested === null ? null : cancelAlertAdvice);
      return alert(due, tx, { kind: 'CANCEL_UNANSWERED', adviceFor });
    },
  };
  return handlers;
}

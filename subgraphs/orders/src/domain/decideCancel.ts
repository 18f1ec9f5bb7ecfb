import type { CancelReason, OrderStatus } from '@nakku/contracts';
import type { Change, Ruling } from './decision.ts';
import type { CancelActor } from './facts.ts';
import type { WholeOrder } from './order.ts';
import { progressOf } from './progress.ts';
import { mayCancel } from './permissions.ts';

/** A person asks. What they may not ask any more is refused, what is cancelled already is no error. */
export function cancelRuling(order: WholeOrder, by: CancelActor): Ruling {
  if (order.status === 'CANCELLED') return 'noop';
  if (!mayCancel(order.status, by)) return 'status';
  return cancelBy(order, by === 'customer' ? 'CUSTOMER_REQUEST' : 'STAFF_REQUEST');
}

/** The time of status `of` is over; an order that went on meanwhile has a deadline of its own. */
export function deadlineRuling(order: WholeOrder, of: OrderStatus): Ruling {
  if (order.status !== of) return 'noop';
  switch (order.status) {
    case 'PLACED':
      return cancelBy(order, 'RESERVATION_TIMEOUT');
    case 'RESERVED':
      return cancelBy(order, 'PAYMENT_TIMEOUT');
    case 'CONFIRMED':
    case 'PACKING':
      return cancelBy(order, 'STORE_TIMEOUT');
    case 'READY':
      return cancelBy(order, 'NO_COURIER');
    default:
      return 'noop';
  }
}

/**
 * Before CONFIRMED orders decides alone. From then on a courier may be picking up this moment: it is a request, and
 * delivery grants or refuses it. A second request is a no-op.
 */
export function cancelBy(order: WholeOrder, reason: CancelReason): Ruling {
  switch (order.status) {
    case 'PLACED':
    case 'RESERVED':
      return cancelled(order, reason);
    case 'CONFIRMED':
    case 'PACKING':
    case 'READY':
      if (order.cancelRequested !== null) return 'noop';
      return {
        next: { ...progressOf(order), cancelRequested: reason },
        step: { kind: 'CANCEL_REQUESTED', detail: { kind: 'CANCEL_REASON', reason } },
        event: { type: 'order.cancel_requested', reason },
      };
    case 'CANCELLED':
      return 'noop';
    default:
      return 'status';
  }
}

/** The end of an order that will not happen. */
export function cancelled(order: WholeOrder, reason: CancelReason): Change {
  return {
    next: { ...progressOf(order), status: 'CANCELLED', cancelRequested: null, cancelReason: reason },
    step: { kind: 'CANCELLED', detail: { kind: 'CANCEL_REASON', reason } },
    event: { type: 'order.cancelled', reason },
  };
}

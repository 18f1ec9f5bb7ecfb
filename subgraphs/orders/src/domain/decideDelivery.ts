import type { DeliveryStatus, OrderStatus } from '@nakku/contracts';
import { cancelled } from './decideCancel.ts';
import type { Change, Ruling } from './decision.ts';
import type { DeliveryFact } from './facts.ts';
import type { Progress, WholeOrder } from './order.ts';
import { isEnd } from './order.ts';
import { progressOf } from './progress.ts';
import type { StepDetail } from './stepDetail.ts';

/** Before pick-up a delivery may go back to the queue; from then on it only goes forward. */
const afterPickUp: readonly DeliveryStatus[] = [
  'PICKED_UP',
  'NEARBY',
  'DELIVERED',
  'FAILED',
  'RETURNING',
  'RETURNED',
];

export function isBackwards(from: DeliveryStatus | null, to: DeliveryStatus): boolean {
  if (from === null) return false;
  return afterPickUp.includes(from) && afterPickUp.indexOf(to) < afterPickUp.indexOf(from);
}

export function deliveryRuling(order: WholeOrder, fact: DeliveryFact, now: Date): Ruling {
  switch (fact.kind) {
    case 'DELIVERY_PROGRESSED':
      return progressed(order, fact);
    case 'DELIVERY_STARTED':
      return move(order, fact, journey.started, {
        step: { kind: 'PICKED_UP', detail: null },
        event: { type: 'order.picked_up' },
      });
    case 'DELIVERY_COMPLETED':
      return deliveredAt(
        now,
        move(order, fact, journey.completed, {
          step: { kind: 'DELIVERED', detail: null },
          event: { type: 'order.completed' },
        }),
      );
    case 'DELIVERY_FAILED':
      return move(order, fact, journey.failed, {
        step: { kind: 'DELIVERY_FAILED', detail: { kind: 'TEXT', text: fact.reason } },
        event: { type: 'order.delivery_failed', reason: fact.reason },
      });
    case 'DELIVERY_RETURNED':
      return move(order, fact, journey.returned, {
        step: { kind: 'RETURNED', detail: null },
        event: { type: 'order.returned' },
      });
    case 'DELIVERY_CANCELLED':
      return deliveryCancelled(order, fact);
    case 'DELIVERY_CANCEL_REFUSED':
      return cancelRefused(order);
  }
}

function withDelivery(order: WholeOrder, { status, courierId, eta }: DeliveryFact): Progress {
  return { ...progressOf(order), delivery: { status, courierId, eta } };
}

/** A step on the way that does not change the order's status. */
function progressed(order: WholeOrder, fact: DeliveryFact): Ruling {
  const { delivery } = order;
  if (order.status === 'PLACED' || order.status === 'RESERVED' || isEnd(order.status)) return 'status';
  if (isBackwards(delivery.status, fact.status)) return 'backwards';
  const sameStatus = delivery.status === fact.status && delivery.courierId === fact.courierId;
  if (sameStatus && delivery.eta?.getTime() === fact.eta?.getTime()) return 'noop';
  const isRepeated = fact.status === 'SCHEDULED' && delivery.status !== null;
  const detail: StepDetail = sameStatus
    ? { kind: 'ETA_CHANGED' }
    : isRepeated
      ? { kind: 'COURIER_SEARCH_REPEATED' }
      : { kind: 'DELIVERY_STATUS', status: fact.status };
  return {
    next: withDelivery(order, fact),
    step: { kind: 'DELIVERY_UPDATED', detail },
    event: { type: 'order.updated', change: sameStatus ? 'ETA' : 'DELIVERY_STATUS' },
  };
}

interface Leg {
  readonly from: OrderStatus;
  readonly to: OrderStatus;
  /** Statuses in which this has happened already. */
  readonly past: readonly OrderStatus[];
}

/** From pick-up on each status follows from one other. Delivery lets nobody pick up before order.ready. */
const journey = {
  started: {
    from: 'READY',
    to: 'OUT_FOR_DELIVERY',
    past: ['OUT_FOR_DELIVERY', 'DELIVERED', 'RETURNING', 'RETURNED'],
  },
  completed: { from: 'OUT_FOR_DELIVERY', to: 'DELIVERED', past: ['DELIVERED'] },
  failed: { from: 'OUT_FOR_DELIVERY', to: 'RETURNING', past: ['RETURNING', 'RETURNED'] },
  returned: { from: 'RETURNING', to: 'RETURNED', past: ['RETURNED'] },
} as const satisfies Record<string, Leg>;

function move(order: WholeOrder, fact: DeliveryFact, leg: Leg, what: Pick<Change, 'step' | 'event'>): Ruling {
  if (leg.past.includes(order.status)) return 'noop';
  if (order.status !== leg.from) return 'status';
  // A cancel that was asked for before pick-up still gets its answer; once the goods are handed over it needs none.
  const cancelRequested = leg.to === 'OUT_FOR_DELIVERY' ? order.cancelRequested : null;
  return { next: { ...withDelivery(order, fact), status: leg.to, cancelRequested }, ...what };
}

function deliveredAt(at: Date, ruling: Ruling): Ruling {
  return typeof ruling === 'string' ? ruling : { ...ruling, next: { ...ruling.next, deliveredAt: at } };
}

/**
 * Nobody will pick this up any more: the answer to a cancel request. Without one (a person called the delivery off)
 * the order cannot arrive either, so it ends, and everything is undone.
 */
function deliveryCancelled(order: WholeOrder, fact: DeliveryFact): Ruling {
  switch (order.status) {
    case 'CONFIRMED':
    case 'PACKING':
    case 'READY': {
      const change = cancelled(order, order.cancelRequested ?? 'NO_COURIER');
      return {
        ...change,
        next: { ...change.next, delivery: { ...withDelivery(order, fact).delivery, eta: null } },
      };
    }
    case 'CANCELLED':
      return 'noop';
    default:
      return 'status';
  }
}

/** The courier already has the goods. */
function cancelRefused(order: WholeOrder): Ruling {
  if (order.cancelRequested === null) return 'noop';
  return {
    next: { ...progressOf(order), cancelRequested: null },
    step: { kind: 'CANCEL_REFUSED', detail: null },
    event: { type: 'order.updated', change: 'CANCEL_REFUSED' },
  };
}

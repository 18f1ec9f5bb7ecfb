import type { Order, Progress } from './order.ts';

/** The changeable part of an order alone. */
export function progressOf(order: Order): Progress {
  const { status, payment, delivery, cancelRequested, cancelReason, change, shortages } = order;
  const { confirmedAt, packerId, bags, deliveredAt, rating } = order;
  return {
    ...{ status, payment, delivery, cancelRequested, cancelReason, change, shortages },
    ...{ confirmedAt, packerId, bags, deliveredAt, rating },
  };
}

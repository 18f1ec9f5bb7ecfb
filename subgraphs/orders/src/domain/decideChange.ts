import type { ChangeRefusal } from '@nakku/contracts';
import { mergedLines, needsPayment, needsStock } from './change.ts';
import type { Change, Happening, IllegalReason, Ruling } from './decision.ts';
import type { ChangeFact } from './facts.ts';
import type { Order, WholeOrder } from './order.ts';
import type { ChangePlan, PendingChange } from './pendingChange.ts';
import { progressOf } from './progress.ts';
import { repriced } from './shortage.ts';

/** The customer changes an order that is confirmed and not packed yet: stock first, then money, then the order. */
export function changeRuling(order: WholeOrder, fact: ChangeFact): Ruling {
  if (fact.kind === 'CHANGE_REQUESTED') return requested(order, fact.changeId, fact.plan);
  if (fact.kind === 'PAYMENT_INCREASED') return increased(order, fact.changeId, fact.attempt);
  const { change } = order;
  if (change === null) return 'noop';
  if (fact.kind === 'CHANGE_TIMED_OUT') return closed(order, change, 'TIMED_OUT');
  if (fact.changeId !== change.id) return 'noop';
  switch (fact.kind) {
    case 'CHANGE_STOCK_RESERVED':
      return change.waitsFor === 'STOCK' ? stockReserved(order, change) : 'noop';
    case 'CHANGE_STOCK_REFUSED':
      return change.waitsFor === 'STOCK' ? closed(order, change, 'OUT_OF_STOCK') : 'noop';
    case 'PAYMENT_INCREASE_FAILED':
      return change.waitsFor === 'PAYMENT' ? closed(order, change, 'PAYMENT_FAILED') : 'noop';
  }
}

/** Why the customer cannot change an order now; null if they can. */
export function obstacleToChange(order: Order): IllegalReason | null {
  if (order.status !== 'CONFIRMED') return 'status';
  if (order.cancelRequested !== null) return 'cancel_pending';
  return order.change === null ? null : 'change_pending';
}

/**
 * A change that waits ends when the order goes on without it: packing began, a cancel was requested, or its lines are other
 * ones. What was reserved for it is released.
 */
export function withoutOvertakenChange(order: WholeOrder, ruling: Change): Change {
  const { change } = order;
  const { next } = ruling;
  if (change === null || next.change?.id !== change.id) return ruling;
  const reason = overtakenBy(ruling);
  if (reason === null) return ruling;
  const { step, event } = closing(change, reason);
  return {
    ...ruling,
    next: { ...next, change: null },
    before: [...(ruling.before ?? []), { step, event }],
  };
}

function overtakenBy({ next, lines }: Change): ChangeRefusal | null {
  if (next.status === 'PACKING') return 'PACKING_STARTED';
  if (next.status !== 'CONFIRMED' || next.cancelRequested !== null) return 'CANCELLED';
  return lines === undefined ? null : 'OUT_OF_STOCK';
}

function requested(order: WholeOrder, id: string, plan: ChangePlan): Ruling {
  const obstacle = obstacleToChange(order);
  if (obstacle !== null) return obstacle;
  const step = { kind: 'CHANGE_REQUESTED', detail: null } as const;
  if (needsStock(order, plan)) {
    const change: PendingChange = { ...plan, id, waitsFor: 'STOCK' };
    const event = {
      type: 'order.change_requested',
      changeId: id,
      lines: mergedLines(order.lines, plan),
    } as const;
    return { next: { ...progressOf(order), change }, step, event };
  }
  return needsPayment(order, plan) ? awaitingPayment(order, { ...plan, id }, step) : applied(order, plan);
}

function awaitingPayment(
  order: WholeOrder,
  plan: Omit<PendingChange, 'waitsFor'>,
  step: Happening['step'],
): Change {
  const { id: changeId, totals } = plan;
  return {
    next: { ...progressOf(order), change: { ...plan, waitsFor: 'PAYMENT' } },
    step,
    event: { type: 'order.change_reserved', changeId, amount: totals.total },
  };
}

function stockReserved(order: WholeOrder, change: PendingChange): Ruling {
  if (!needsPayment(order, change)) return applied(order, change);
  return awaitingPayment(order, change, { kind: 'CHANGE_RESERVED', detail: null });
}

/** Another attempt may hold the money from now on, also for a change that was closed meanwhile. */
function increased(order: WholeOrder, changeId: string, attempt: number): Ruling {
  const { change, payment } = order;
  const next = { ...order, payment: { ...payment, attempt: Math.max(attempt, payment.attempt) } };
  if (change?.id === changeId && change.waitsFor === 'PAYMENT') return applied(next, change);
  if (payment.status !== 'AUTHORIZED' || attempt <= payment.attempt) return 'noop';
  return {
    next: progressOf(next),
    step: { kind: 'PAYMENT_UPDATED', detail: null },
    event: { type: 'order.updated', change: 'PAYMENT_STATUS' },
  };
}

function applied(order: WholeOrder, plan: ChangePlan): Change {
  const modified: Happening = {
    step: { kind: 'MODIFIED', detail: null },
    event: { type: 'order.modified' },
  };
  const { dropoff, handover, totals, added } = plan;
  const priced = { ...order, totals: { ...totals, total: order.totals.total } };
  const { after, happened } = repriced(priced, mergedLines(order.lines, plan), [modified]);
  return {
    next: { ...progressOf(order), change: null },
    ...after,
    added,
    agreed: { dropoff, handover, agreedTotal: after.totals.total },
    before: happened.slice(0, -1),
    ...(happened.at(-1) ?? modified),
  };
}

function closing({ id: changeId }: PendingChange, reason: ChangeRefusal): Happening {
  return {
    step: { kind: 'CHANGE_CLOSED', detail: { kind: 'CHANGE_REFUSED', reason } },
    event: { type: 'order.change_closed', changeId, reason },
  };
}

function closed(order: WholeOrder, change: PendingChange, reason: ChangeRefusal): Change {
  return { next: { ...progressOf(order), change: null }, ...closing(change, reason) };
}

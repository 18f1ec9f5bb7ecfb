import type { OrderStatus } from '@nakku/contracts';
import type { Progress } from './order.ts';

/**
 * Per order one row of each at most: the time of its status is over; somebody should look at it; a cancel request
 * has no answer; a change that its customer wants waits too long.
 */
export type DeadlineKind = 'order.deadline' | 'order.alert' | 'order.cancel_alert' | 'order.change';

export interface Scheduled {
  readonly kind: DeadlineKind;
  readonly afterMs: number;
}

/** How long an order may stay in each status, in milliseconds. */
export interface OrderTimes {
  /** PLACED, from the publication of order.created → CANCELLED RESERVATION_TIMEOUT. */
  readonly reservationDeadlineMs: number;
  /** RESERVED → CANCELLED PAYMENT_TIMEOUT. */
  readonly paymentDeadlineMs: number;
  readonly confirmedAlertMs: number;
  /** CONFIRMED → cancel request STORE_TIMEOUT. */
  readonly confirmedCancelMs: number;
  readonly packingAlertMs: number;
  /** PACKING → cancel request STORE_TIMEOUT. */
  readonly packingCancelMs: number;
  readonly readyAlertMs: number;
  /** READY → cancel request NO_COURIER. */
  readonly readyCancelMs: number;
  /** OUT_FOR_DELIVERY, from the end of the promise. */
  readonly outForDeliveryAlertMs: number;
  readonly returningAlertMs: number;
  /** A cancel request without an answer. */
  readonly cancelRequestAlertMs: number;
  /** A change waits for its stock and its payment for so long. */
  readonly changeMs: number;
  /** A customer may answer a proposed substitution for so long. */
  readonly substitutionAnswerMs: number;
  /** A rating may be changed for so long. */
  readonly ratingChangeMs: number;
  /** Issues are reported for so long after the delivery. */
  readonly issueReportMs: number;
}

/** When a status ends by itself and when it raises an alert, in ms from `now`; the table of states has the numbers. */
export function timesOf(
  status: OrderStatus,
  promiseTo: Date,
  now: Date,
  times: OrderTimes,
): { readonly deadlineMs?: number; readonly alertMs?: number } {
  switch (status) {
    case 'PLACED':
      return { deadlineMs: times.reservationDeadlineMs };
    case 'RESERVED':
      return { deadlineMs: times.paymentDeadlineMs };
    case 'CONFIRMED':
      return { deadlineMs: times.confirmedCancelMs, alertMs: times.confirmedAlertMs };
    case 'PACKING':
      return { deadlineMs: times.packingCancelMs, alertMs: times.packingAlertMs };
    case 'READY':
      return { deadlineMs: times.readyCancelMs, alertMs: times.readyAlertMs };
    case 'OUT_FOR_DELIVERY':
      return { alertMs: Math.max(0, promiseTo.getTime() - now.getTime()) + times.outForDeliveryAlertMs };
    case 'RETURNING':
      return { alertMs: times.returningAlertMs };
    case 'DELIVERED':
    case 'RETURNED':
    case 'CANCELLED':
      return {};
  }
}

/** Which deadlines begin and end when an order goes from `before` to `after`. */
export function rescheduled(
  before: Progress,
  after: Progress,
  promiseTo: Date,
  now: Date,
  times: OrderTimes,
): { schedule: Scheduled[]; unschedule: DeadlineKind[] } {
  const schedule: Scheduled[] = [];
  const unschedule: DeadlineKind[] = [];
  const put = (kind: DeadlineKind, afterMs: number | undefined): void => {
    if (afterMs === undefined) unschedule.push(kind);
    else schedule.push({ kind, afterMs });
  };
  const { deadlineMs, alertMs } = timesOf(after.status, promiseTo, now, times);
  const isRequested = before.cancelRequested === null && after.cancelRequested !== null;
  const isDecided = before.cancelRequested !== null && after.cancelRequested === null;
  if (before.status !== after.status) {
    put('order.deadline', deadlineMs);
    put('order.alert', alertMs);
  } else if (isDecided && deadlineMs !== undefined) {
    // The request may have been the deadline's own act: without a new one the order could wait for ever.
    put('order.deadline', deadlineMs);
  }
  if (isRequested) put('order.cancel_alert', times.cancelRequestAlertMs);
  if (isDecided) put('order.cancel_alert', undefined);
  if (after.change !== null && before.change === null) put('order.change', times.changeMs);
  if (after.change === null && before.change !== null) put('order.change', undefined);
  return { schedule, unschedule };
}

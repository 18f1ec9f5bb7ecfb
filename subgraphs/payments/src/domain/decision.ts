import type { PaymentFailure } from '@nakku/contracts';
import type { Attempt, Payment, Refund, Task, TaskKind } from './payment.ts';

/** What a change of a payment tells the other contexts, besides the payment's state. */
export type PaymentEvent =
  | {
      readonly type:
        | 'payment.initiated'
        | 'payment.updated'
        | 'payment.authorized'
        | 'payment.completed'
        | 'payment.voided';
    }
  | { readonly type: 'payment.increased'; readonly changeId: string }
  | {
      readonly type: 'payment.increase_failed';
      readonly changeId: string;
      readonly reason: PaymentFailure;
    }
  | { readonly type: 'payment.action_required'; readonly actionUrl: string }
  | { readonly type: 'payment.failed'; readonly reason: PaymentFailure }
  | { readonly type: 'payment.capture_failed'; readonly reason: PaymentFailure; readonly isOverdue: boolean }
  | {
      readonly type: 'payment.refunded' | 'payment.refund_failed';
      readonly refundId: string;
      readonly refundAmount: number;
    }
  | {
      readonly type: 'payment.disputed';
      readonly disputeId: string;
      readonly disputeStatus: 'OPEN' | 'WON' | 'LOST';
      readonly disputedAmount: number;
    };

/** The payment after a change. With an event it is a new version; without one only work for the worker changed. */
export interface Decision {
  readonly payment: Payment;
  readonly event?: PaymentEvent;
  /** What a person must look at. */
  readonly alert?: PaymentAlert;
}

/** Something about a payment that a person must look at. */
export interface PaymentAlert {
  readonly kind: PaymentAlertKind;
  /** In English, for operators; the same thing has the same text. */
  readonly detail: string;
}

/**
 * - `REFUND_FAILED`: money that was refunded came back, or never left.
 * - `DISPUTED`: the customer's bank disputes the payment.
 * - `AMOUNT_MISMATCH`: the provider holds or took another amount or currency than we asked for; nothing was booked.
 */
export type PaymentAlertKind = 'REFUND_FAILED' | 'DISPUTED' | 'AMOUNT_MISMATCH';

/** Time and randomness of one decision (rule 5 of the house). */
export interface Clock {
  readonly now: Date;
  readonly newId: () => string;
}

/** How long to try, in milliseconds. */
export interface RetryPolicy {
  /** Pause before a failed provider call is repeated; doubles up to `retryMaxMs`. */
  readonly retryFirstMs: number;
  readonly retryMaxMs: number;
  /** A capture is retried for so long, then it is OVERDUE. */
  readonly captureRetryMs: number;
}

/** A change that the outside sees: the version grows, the event carries it as its sequence. */
export function published(payment: Payment, event: PaymentEvent): Decision {
  return { payment: { ...payment, version: payment.version + 1 }, event };
}

export function withAttempt(payment: Payment, attempt: Attempt): Payment {
  const attempts = payment.attempts.map((known) => (known.id === attempt.id ? attempt : known));
  return { ...payment, attempts };
}

export function withRefund(payment: Payment, refund: Refund): Payment {
  return { ...payment, refunds: payment.refunds.map((known) => (known.id === refund.id ? refund : known)) };
}

export function withTask(payment: Payment, task: Task): Payment {
  return { ...payment, tasks: payment.tasks.map((known) => (known.id === task.id ? task : known)) };
}

/** Ends the open tasks of one kind of an attempt. */
export function withoutTask(payment: Payment, attemptId: string, kind: TaskKind): Payment {
  const tasks = payment.tasks.map((task): Task =>
    task.attemptId === attemptId && task.kind === kind && task.status === 'OPEN'
      ? { ...task, status: 'DONE' }
      : task,
  );
  return { ...payment, tasks };
}

/** Adds a task behind all others of the payment. */
export function withNewTask(
  payment: Payment,
  task: { kind: TaskKind; attemptId: string; amount: number; refundId?: string },
  clock: Clock,
): Payment {
  const added: Task = {
    id: clock.newId(),
    attemptId: task.attemptId,
    refundId: task.refundId ?? null,
    position: payment.taskCount + 1,
    kind: task.kind,
    amount: task.amount,
    keyNumber: 1,
    tries: 0,
    status: 'OPEN',
    dueAt: clock.now,
    lastError: null,
    createdAt: clock.now,
  };
  return { ...payment, taskCount: added.position, tasks: [...payment.tasks, added] };
}

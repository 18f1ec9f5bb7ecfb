import type { PaymentFailure, RefundReason } from '@nakku/contracts';

/** The aggregate: one order's payment with everything that may still change. Amounts are minor units of `currency`. */
export interface Payment {
  readonly id: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly storeId: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: PaymentStatus;
  readonly phase: OrderPhase;
  readonly kind: MethodKind;
  /** Number of the current attempt; 0 before the first. */
  readonly attempt: number;
  readonly captured: number;
  /** Given back by the provider. */
  readonly refunded: number;
  /** Given back or on the way; never more than `captured`. */
  readonly refundRequested: number;
  readonly handover: Handover;
  /** What each line of the order costs; bounds refunds by line. */
  readonly lines: readonly LineAmount[];
  /** What delivery and tip cost; bound refunds of them. */
  readonly deliveryFee: number;
  readonly tip: number;
  /** More that is to be held for a change of the order; null if there is none. */
  readonly increase: Increase | null;
  readonly taskCount: number;
  readonly version: number;
  readonly createdAt: Date;
  /** Oldest first. */
  readonly attempts: readonly Attempt[];
  /** The open ones, in the order in which they are worked off. */
  readonly tasks: readonly Task[];
  /** Oldest first. */
  readonly refunds: readonly Refund[];
}

/** What a change of the order needs: `amount` is the whole that is to be held. */
export interface Increase {
  readonly changeId: string;
  readonly amount: number;
}

/** How the order is handed over. */
export type Handover = 'CODE' | 'LEFT_AT_DOOR';

/** An amount of one line of the order, in minor units. */
export interface LineAmount {
  readonly lineId: string;
  readonly amount: number;
}

export type MethodKind = 'CARD' | 'CASH';

export type PaymentStatus =
  | 'PENDING'
  | 'ACTION_REQUIRED'
  | 'AUTHORIZED'
  | 'FAILED'
  | 'CAPTURED'
  | 'CAPTURE_FAILED'
  | 'OVERDUE'
  | 'VOIDED'
  | 'PARTIALLY_REFUNDED'
  | 'REFUNDED';

/**
 * How far the order is: waiting for stock, wants its amount held, wants it taken, or is over without a delivery
 * (cancelled, returned) and wants every hold back.
 */
export type OrderPhase = 'PLACED' | 'RESERVED' | 'COMPLETED' | 'ENDED';

export type AttemptStatus = 'PENDING' | 'ACTION_REQUIRED' | 'AUTHORIZED' | 'FAILED' | 'VOIDED' | 'CAPTURED';

/** What the provider is known to have for an attempt; it only moves to the right, the last two are ends. */
export type Hold = 'NONE' | 'WAITING' | 'HELD' | 'TAKEN' | 'GONE';

export interface Attempt {
  readonly id: string;
  /** From 1. */
  readonly number: number;
  readonly kind: MethodKind;
  readonly methodId: string | null;
  /** Payment method and customer at the provider, as they were when the attempt began. */
  readonly token: string | null;
  readonly providerCustomer: string | null;
  readonly amount: number;
  readonly status: AttemptStatus;
  readonly failureReason: PaymentFailure | null;
  readonly actionUrl: string | null;
  /** The provider's name of it (payment intent). */
  readonly providerRef: string | null;
  readonly hold: Hold;
  /** Whether it will replace the current attempt if it succeeds. */
  readonly isReplacement: boolean;
  readonly createdAt: Date;
}

export type TaskKind = 'AUTHORIZE' | 'INCREASE' | 'CAPTURE' | 'VOID' | 'REFUND';

/** A call to the provider that must happen. */
export interface Task {
  readonly id: string;
  readonly attemptId: string;
  readonly refundId: string | null;
  readonly position: number;
  readonly kind: TaskKind;
  readonly amount: number;
  /** Part of the provider's idempotency key: stays while the outcome is unknown, grows after a refusal. */
  readonly keyNumber: number;
  /** Calls begun: from 1 on the provider may have done it. */
  readonly tries: number;
  readonly status: 'OPEN' | 'DONE' | 'GIVEN_UP';
  readonly dueAt: Date;
  readonly lastError: string | null;
  readonly createdAt: Date;
}

/**
 * A large refund waits for a second person, one of an order whose capture is under way for that capture; then it is
 * PENDING at the provider. FAILED and REJECTED ones give nothing back.
 */
export type RefundStatus =
  'AWAITING_APPROVAL' | 'AWAITING_CAPTURE' | 'PENDING' | 'SUCCEEDED' | 'FAILED' | 'REJECTED';

export interface Refund {
  readonly id: string;
  readonly amount: number;
  readonly reason: string;
  readonly reasonCode: RefundReason;
  readonly status: RefundStatus;
  readonly providerRef: string | null;
  readonly requestedBy: string | null;
  /** Who approved or rejected it, and when; null if nobody had to. */
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** The lines that it is for; empty for the payment as a whole. */
  readonly lines: readonly LineAmount[];
  /** The parts of `amount` that give back the delivery fee and the tip. */
  readonly deliveryFee: number;
  readonly tip: number;
  readonly createdAt: Date;
}

/** A payment method as an attempt needs it. */
export interface UsableMethod {
  readonly id: string;
  readonly kind: MethodKind;
  readonly token: string | null;
  readonly providerCustomer: string | null;
}

/** Bounds of the schema. */
export const MAX_ATTEMPTS = 20;
export const MAX_REFUNDS = 100;
/** Payment methods of one customer. */
export const MAX_METHODS = 20;

export function currentAttempt(payment: Payment): Attempt | undefined {
  return payment.attempts.find((attempt) => attempt.number === payment.attempt);
}

/** Whether an attempt may still lead to the order's money. */
export function isOpen(attempt: Attempt): boolean {
  return (
    attempt.status === 'PENDING' || attempt.status === 'ACTION_REQUIRED' || attempt.status === 'AUTHORIZED'
  );
}

/** Whether the order wants what this attempt holds. */
export function isWanted(payment: Payment, attempt: Attempt): boolean {
  const isInUse = attempt.number === payment.attempt || attempt.isReplacement;
  return payment.phase !== 'ENDED' && isInUse && isOpen(attempt);
}

/** Cash, and nothing to pay, settle without the provider. */
export function needsProvider(attempt: Attempt): boolean {
  return attempt.kind === 'CARD' && attempt.amount > 0;
}

export function openTask(payment: Payment, attemptId: string, kind: TaskKind): Task | undefined {
  return payment.tasks.find(
    (task) => task.status === 'OPEN' && task.attemptId === attemptId && task.kind === kind,
  );
}

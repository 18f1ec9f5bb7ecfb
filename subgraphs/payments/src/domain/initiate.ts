import { acceptsCash } from '@nakku/contracts';
import type { PaymentFailure } from '@nakku/contracts';
import { published, withNewTask } from './decision.ts';
import type { Decision, Clock } from './decision.ts';
import { needsProvider } from './payment.ts';
import type { Attempt, Handover, LineAmount, MethodKind, Payment, UsableMethod } from './payment.ts';

/** order.created: the payment exists and waits for the order's stock. */
export function initiate(
  order: {
    orderId: string;
    customerId: string;
    storeId: string;
    amount: number;
    currency: string;
    handover: Handover;
    lines: readonly LineAmount[];
    deliveryFee: number;
    tip: number;
    /** Of the method that the customer chose; CARD if it is unknown. */
    kind: MethodKind;
  },
  clock: Clock,
): Decision {
  const payment: Payment = {
    id: clock.newId(),
    ...order,
    status: 'PENDING',
    phase: 'PLACED',
    attempt: 0,
    captured: 0,
    refunded: 0,
    refundRequested: 0,
    increase: null,
    taskCount: 0,
    version: 0,
    createdAt: clock.now,
    attempts: [],
    tasks: [],
    refunds: [],
  };
  return published(payment, { type: 'payment.initiated' });
}

/** order.reserved: the amount is to be held. `method` is null if it does not exist or is somebody else's. */
export function reserve(
  payment: Payment,
  order: { amount: number; method: UsableMethod | null },
  clock: Clock,
): Decision {
  if (payment.phase !== 'PLACED') return { payment };
  return startAttempt({ ...payment, phase: 'RESERVED', amount: order.amount }, order.method, clock);
}

/** Why an attempt with this method fails without anybody being asked; null if it does not. */
function refusalOf(payment: Payment, method: UsableMethod | null): PaymentFailure | null {
  if (!method) return 'METHOD_NOT_FOUND';
  return method.kind === 'CASH' && !acceptsCash(payment.handover) ? 'CASH_NOT_ACCEPTED' : null;
}

/**
 * Begins the next attempt. Cash is agreed at once, a card goes to the provider; a missing method fails, and so does cash
 * for an order that is left at the door.
 */
export function startAttempt(payment: Payment, method: UsableMethod | null, clock: Clock): Decision {
  const number = payment.attempt + 1;
  const fresh: Attempt = {
    id: clock.newId(),
    number,
    kind: method?.kind ?? payment.kind,
    methodId: method?.id ?? null,
    token: method?.token ?? null,
    providerCustomer: method?.providerCustomer ?? null,
    amount: payment.amount,
    status: 'PENDING',
    failureReason: null,
    actionUrl: null,
    providerRef: null,
    hold: 'NONE',
    isReplacement: false,
    createdAt: clock.now,
  };
  const begun: Payment = { ...payment, attempt: number, kind: fresh.kind };
  const adding = (attempt: Attempt, status: Payment['status']): Payment => ({
    ...begun,
    status,
    attempts: [...payment.attempts, attempt],
  });
  const reason = refusalOf(payment, method);
  if (reason !== null) {
    const failed = adding({ ...fresh, status: 'FAILED', failureReason: reason }, 'FAILED');
    return published(failed, { type: 'payment.failed', reason });
  }
  if (!needsProvider(fresh)) {
    return published(adding({ ...fresh, status: 'AUTHORIZED' }, 'AUTHORIZED'), {
      type: 'payment.authorized',
    });
  }
  const task = { kind: 'AUTHORIZE', attemptId: fresh.id, amount: fresh.amount } as const;
  return published(withNewTask(adding(fresh, 'PENDING'), task, clock), { type: 'payment.updated' });
}

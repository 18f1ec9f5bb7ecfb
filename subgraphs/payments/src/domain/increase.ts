import type { PaymentFailure } from '@nakku/contracts';
import { retryLater } from './backoff.ts';
import { published, withAttempt, withNewTask, withTask } from './decision.ts';
import type { Clock, Decision, RetryPolicy } from './decision.ts';
import { currentAttempt, MAX_ATTEMPTS, openTask } from './payment.ts';
import type { Attempt, Increase, Payment, Task } from './payment.ts';
import type { IncreaseResponse, ProviderIntent } from './providerPort.ts';
import { cancelAttempt, withoutIncrease } from './release.ts';

/**
 * order.change_reserved: as much is to be held as a change of the order needs. A card's hold is increased, or replaced by
 * another one where the provider cannot increase it; cash is agreed at once.
 */
export function increase(payment: Payment, wanted: Increase, clock: Clock): Decision {
  if (payment.phase !== 'RESERVED') return { payment };
  const attempt = currentAttempt(payment);
  if (attempt?.status !== 'AUTHORIZED') return increaseFailed(payment, wanted, 'PROVIDER_ERROR');
  if (attempt.amount >= wanted.amount) return increased(payment, wanted);
  if (attempt.kind === 'CASH') return increased(withHeld(payment, attempt, wanted.amount), wanted);
  const waiting: Payment = { ...payment, increase: wanted };
  if (attempt.amount === 0) return replace(waiting, attempt, wanted, clock);
  // A call for an earlier change is under way: what it comes to is seen first.
  return openTask(waiting, attempt.id, 'INCREASE')
    ? { payment: waiting }
    : { payment: withCall(waiting, attempt, wanted, clock) };
}

/** order.change_closed: nothing more is to be held. What the provider was asked for already may come, and is released at the capture. */
export function cancelIncrease(payment: Payment, changeId: string, clock: Clock): Decision {
  return payment.increase?.changeId === changeId ? { payment: withoutIncrease(payment, clock) } : { payment };
}

/** The worker's call for an INCREASE task got its response; the change may be over meanwhile, or another one be waiting. */
export function applyIncreaseResponse(
  payment: Payment,
  task: Task,
  response: IncreaseResponse,
  clock: Clock,
  retryPolicy: RetryPolicy,
): Decision {
  const attempt = payment.attempts.find(({ id }) => id === task.attemptId);
  if (response.kind === 'unavailable') {
    return { payment: withTask(payment, retryLater(task, response.detail, clock, retryPolicy)) };
  }
  const isHeld =
    response.kind === 'intent' &&
    response.intent.state === 'AUTHORIZED' &&
    response.intent.amount === task.amount;
  const lastError = response.kind === 'intent' ? null : response.detail.slice(0, 500);
  const done = withTask(payment, { ...task, status: 'DONE', lastError });
  const { increase: wanted } = payment;
  if (!attempt) return { payment: done };
  const seen = isHeld ? withHeld(done, attempt, task.amount) : done;
  if (wanted === null) return { payment: seen };
  if (isHeld && task.amount >= wanted.amount) return increased(seen, wanted);
  if (task.amount !== wanted.amount) {
    return { payment: withCall(seen, currentAttempt(seen) ?? attempt, wanted, clock) };
  }
  if (response.kind === 'unsupported') return replace(seen, attempt, wanted, clock);
  return increaseFailed(seen, wanted, response.kind === 'refused' ? response.reason : 'PROVIDER_ERROR');
}

/** What the provider has for an attempt that is to replace the current one: it does, or it comes to nothing. */
export function observeReplacement(
  payment: Payment,
  attempt: Attempt,
  seen: ProviderIntent,
  clock: Clock,
): Decision {
  const { increase: wanted } = payment;
  const current = currentAttempt(payment);
  if (wanted === null || !current) return { payment };
  if (attempt.hold !== 'HELD') {
    // Nobody waits at a page of the bank: what needs the customer's action is called off.
    const cancelled = attempt.hold === 'WAITING' ? cancelAttempt(payment, attempt, clock) : payment;
    const reason = attempt.hold === 'WAITING' ? 'AUTHENTICATION_FAILED' : (seen.reason ?? 'PROVIDER_ERROR');
    return replacementFailed(cancelled, attempt, reason);
  }
  const voided = withAttempt(cancelAttempt(payment, current, clock), { ...current, status: 'VOIDED' });
  const held: Attempt = { ...attempt, status: 'AUTHORIZED', isReplacement: false };
  const replaced = { ...voided, attempt: attempt.number, kind: attempt.kind };
  return increased(withHeld(replaced, held, attempt.amount), wanted);
}

/** The second hold was refused: the first one stays. */
export function replacementFailed(payment: Payment, attempt: Attempt, reason: PaymentFailure): Decision {
  const { increase: wanted } = payment;
  const closed = withAttempt(payment, {
    ...attempt,
    status: 'FAILED',
    failureReason: reason,
    actionUrl: null,
  });
  return wanted === null ? { payment: closed } : increaseFailed(closed, wanted, reason);
}

/** Whether the provider may show another amount than the attempt's: one before an increase, or one that is under way. */
export function isAmountOnTheWay(payment: Payment, attempt: Attempt, amount: number): boolean {
  if (attempt.hold !== 'HELD') return false;
  return amount < attempt.amount || openTask(payment, attempt.id, 'INCREASE')?.amount === amount;
}

function withHeld(payment: Payment, attempt: Attempt, amount: number): Payment {
  return { ...withAttempt(payment, { ...attempt, amount }), amount };
}

function withCall(payment: Payment, attempt: Attempt, { amount }: Increase, clock: Clock): Payment {
  return withNewTask(payment, { kind: 'INCREASE', attemptId: attempt.id, amount }, clock);
}

/** A second hold of the whole amount with the same card. */
function replace(payment: Payment, attempt: Attempt, wanted: Increase, clock: Clock): Decision {
  const number = Math.max(...payment.attempts.map((known) => known.number)) + 1;
  if (number > MAX_ATTEMPTS) return increaseFailed(payment, wanted, 'PROVIDER_ERROR');
  const replacement: Attempt = {
    ...attempt,
    ...{ id: clock.newId(), number, amount: wanted.amount, status: 'PENDING', hold: 'NONE' },
    ...{ providerRef: null, actionUrl: null, isReplacement: true, createdAt: clock.now },
  };
  const begun: Payment = { ...payment, attempts: [...payment.attempts, replacement] };
  const task = { kind: 'AUTHORIZE', attemptId: replacement.id, amount: wanted.amount } as const;
  return { payment: withNewTask(begun, task, clock) };
}

function increased(payment: Payment, { changeId }: Increase): Decision {
  return published({ ...payment, increase: null }, { type: 'payment.increased', changeId });
}

function increaseFailed(payment: Payment, { changeId }: Increase, reason: PaymentFailure): Decision {
  return published({ ...payment, increase: null }, { type: 'payment.increase_failed', changeId, reason });
}

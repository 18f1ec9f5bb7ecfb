import { published, withAttempt, withNewTask, withoutTask } from './decision.ts';
import type { Decision, Clock } from './decision.ts';
import { isOpen, openTask } from './payment.ts';
import type { Attempt, Payment, Task } from './payment.ts';
import { refundRest } from './refund.ts';

/**
 * order.cancelled, order.returned: nothing is wanted any more. What the provider holds, or may hold, is voided; what
 * was taken is refunded. The payment is VOIDED once the provider is known to hold nothing.
 */
export function release(payment: Payment, clock: Clock): Decision {
  if (payment.phase === 'ENDED') return { payment };
  const ended: Payment = { ...withoutIncreaseCalls(withoutIncrease(payment, clock)), phase: 'ENDED' };
  if (ended.captured > 0) return refundRest(ended, 'The order ended without a delivery.', clock);
  const released = ended.attempts.reduce((before, attempt) => cancelAttempt(before, attempt, clock), ended);
  return endIfReleased(released);
}

/** A payment for which nothing more is to be held: calls that were not sent are dropped, a replacement is called off. */
export function withoutIncrease(payment: Payment, clock: Clock): Payment {
  if (payment.increase === null) return payment;
  const tasks = payment.tasks.map((task): Task =>
    task.kind === 'INCREASE' && task.status === 'OPEN' && task.tries === 0
      ? { ...task, status: 'DONE' }
      : task,
  );
  const without: Payment = { ...payment, increase: null, tasks };
  const replacement = without.attempts.find((attempt) => attempt.isReplacement && isOpen(attempt));
  if (!replacement) return without;
  const cancelled = cancelAttempt(without, replacement, clock);
  return withAttempt(cancelled, { ...replacement, status: 'VOIDED', actionUrl: null });
}

/** The order is over: no call of an increase is repeated any more. */
function withoutIncreaseCalls(payment: Payment): Payment {
  return payment.attempts.reduce((rest, { id }) => withoutTask(rest, id, 'INCREASE'), payment);
}

/** Makes sure that an attempt nobody wants holds nothing: drops its authorisation if unsent, else has it voided. */
export function cancelAttempt(payment: Payment, attempt: Attempt, clock: Clock): Payment {
  const authorize = openTask(payment, attempt.id, 'AUTHORIZE');
  if (authorize?.tries === 0) return withoutTask(payment, attempt.id, 'AUTHORIZE');
  if (!mayHold(payment, attempt) || openTask(payment, attempt.id, 'VOID')) return payment;
  return withNewTask(payment, { kind: 'VOID', attemptId: attempt.id, amount: attempt.amount }, clock);
}

/** Whether the provider holds something for the attempt, or may: a call that was sent is not answered yet. */
export function mayHold(payment: Payment, attempt: Attempt): boolean {
  if (attempt.hold === 'WAITING' || attempt.hold === 'HELD') return true;
  return attempt.hold === 'NONE' && openTask(payment, attempt.id, 'AUTHORIZE') !== undefined;
}

/** An ended order whose holds are all gone: the payment is VOIDED. */
export function endIfReleased(payment: Payment): Decision {
  const isDone = payment.phase !== 'ENDED' || payment.captured > 0 || payment.status === 'VOIDED';
  if (isDone || payment.attempts.some((attempt) => mayHold(payment, attempt))) return { payment };
  const open = payment.attempts.find(isOpen);
  const closed = open ? withAttempt(payment, { ...open, status: 'VOIDED' }) : payment;
  return published({ ...closed, status: 'VOIDED' }, { type: 'payment.voided' });
}

import { acceptsCash } from '@nakku/contracts';
import type { PaymentFailure } from '@nakku/contracts';
import { retryLater, retryWithNewKey } from './backoff.ts';
import { published, withNewTask, withTask } from './decision.ts';
import type { Decision, Clock, RetryPolicy } from './decision.ts';
import { observe, taken } from './observe.ts';
import { currentAttempt, needsProvider } from './payment.ts';
import type { Payment, Task } from './payment.ts';
import type { IntentResponse } from './providerPort.ts';
import { withoutIncrease } from './release.ts';

/** order.completed: the amount is to be taken. Cash was taken at the door. */
export function complete(payment: Payment, amount: number, clock: Clock): Decision {
  if (payment.phase === 'COMPLETED' || payment.phase === 'ENDED') return { payment };
  const completed: Payment = { ...withoutIncrease(payment, clock), phase: 'COMPLETED' };
  const attempt = currentAttempt(completed);
  if (attempt?.status !== 'AUTHORIZED') return overdue(completed, 'PROVIDER_ERROR');
  const toTake = Math.min(amount, attempt.amount);
  if (attempt.kind === 'CASH' && !acceptsCash(completed.handover))
    return overdue(completed, 'CASH_NOT_ACCEPTED');
  if (!needsProvider(attempt)) return taken(completed, attempt, { captured: toTake }, clock);
  return {
    payment: withNewTask(completed, { kind: 'CAPTURE', attemptId: attempt.id, amount: toTake }, clock),
  };
}

/** The worker's call for a CAPTURE task got its response. */
export function applyCaptureResponse(
  payment: Payment,
  task: Task,
  response: IntentResponse,
  clock: Clock,
  retryPolicy: RetryPolicy,
): Decision {
  if (response.kind === 'intent' && response.intent.state === 'CAPTURED') {
    const done = withTask(payment, { ...task, status: 'DONE' });
    return observe(done, task.attemptId, response.intent, clock);
  }
  const detail = response.kind === 'intent' ? `the intent is ${response.intent.state}` : response.detail;
  const reason: PaymentFailure = response.kind === 'refused' ? response.reason : 'PROVIDER_ERROR';
  if (clock.now.getTime() - task.createdAt.getTime() >= retryPolicy.captureRetryMs) {
    const givenUp: Task = { ...task, status: 'GIVEN_UP', lastError: detail.slice(0, 500) };
    return overdue(withTask(payment, givenUp), reason);
  }
  if (response.kind === 'unavailable')
    return { payment: withTask(payment, retryLater(task, detail, clock, retryPolicy)) };
  const later = withTask(payment, retryWithNewKey(task, detail, clock, retryPolicy));
  if (payment.status === 'CAPTURE_FAILED') return { payment: later };
  const failing: Payment = { ...later, status: 'CAPTURE_FAILED' };
  return published(failing, { type: 'payment.capture_failed', reason, isOverdue: false });
}

/** An operator's matter from here on. */
function overdue(payment: Payment, reason: PaymentFailure): Decision {
  const given: Payment = { ...payment, status: 'OVERDUE' };
  return published(given, { type: 'payment.capture_failed', reason, isOverdue: true });
}

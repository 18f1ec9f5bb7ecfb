import type { PaymentFailure } from '@nakku/contracts';
import { again, anew } from './backoff.ts';
import { published, withNewTask, withTask } from './decision.ts';
import type { Decision, Moment, Patience } from './decision.ts';
import { observe, taken } from './observe.ts';
import { currentAttempt, needsProvider } from './payment.ts';
import type { Payment, Task } from './payment.ts';
import type { IntentAnswer } from './provider.ts';

/** order.completed: the amount is to be taken. Cash was taken at the door. */
export function complete(payment: Payment, amount: number, moment: Moment): Decision {
  if (payment.phase === 'COMPLETED' || payment.phase === 'ENDED') return { payment };
  const completed: Payment = { ...payment, phase: 'COMPLETED' };
  const attempt = currentAttempt(completed);
  if (attempt?.status !== 'AUTHORIZED') return overdue(completed, 'PROVIDER_ERROR');
  const toTake = Math.min(amount, attempt.amount);
  if (!needsProvider(attempt)) return taken(completed, attempt, { captured: toTake });
  return {
    payment: withNewTask(completed, { kind: 'CAPTURE', attemptId: attempt.id, amount: toTake }, moment),
  };
}

/** The worker's call of a CAPTURE task was answered. */
export function captureAnswered(
  payment: Payment,
  task: Task,
  answer: IntentAnswer,
  moment: Moment,
  patience: Patience,
): Decision {
  if (answer.kind === 'intent' && answer.intent.state === 'CAPTURED') {
    const done = withTask(payment, { ...task, status: 'DONE' });
    return observe(done, task.attemptId, answer.intent, moment);
  }
  const detail = answer.kind === 'intent' ? `the intent is ${answer.intent.state}` : answer.detail;
  const reason: PaymentFailure = answer.kind === 'refused' ? answer.reason : 'PROVIDER_ERROR';
  if (moment.now.getTime() - task.createdAt.getTime() >= patience.captureRetryMs) {
    const givenUp: Task = { ...task, status: 'GIVEN_UP', lastError: detail.slice(0, 500) };
    return overdue(withTask(payment, givenUp), reason);
  }
  if (answer.kind === 'unavailable')
    return { payment: withTask(payment, again(task, detail, moment, patience)) };
  const later = withTask(payment, anew(task, detail, moment, patience));
  if (payment.status === 'CAPTURE_FAILED') return { payment: later };
  const failing: Payment = { ...later, status: 'CAPTURE_FAILED' };
  return published(failing, { type: 'payment.capture_failed', reason, isOverdue: false });
}

/** An operator's matter from here on. */
function overdue(payment: Payment, reason: PaymentFailure): Decision {
  const given: Payment = { ...payment, status: 'OVERDUE' };
  return published(given, { type: 'payment.capture_failed', reason, isOverdue: true });
}

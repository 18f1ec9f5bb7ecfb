import { retryLater, retryWithNewKey } from './backoff.ts';
import { applyCaptureResponse } from './capture.ts';
import { withAttempt, withoutTask, withTask } from './decision.ts';
import type { Decision, Clock, RetryPolicy } from './decision.ts';
import { failed, observe } from './observe.ts';
import { isWanted } from './payment.ts';
import type { Payment, Task } from './payment.ts';
import { applyIncreaseResponse, replacementFailed } from './increase.ts';
import type { IncreaseResponse, IntentResponse, RefundResponse } from './providerPort.ts';
import { applyRefundResponse } from './refund.ts';
import { endIfReleased } from './release.ts';

export type TaskResult =
  | { readonly kind: 'AUTHORIZE' | 'CAPTURE' | 'VOID'; readonly response: IntentResponse }
  | { readonly kind: 'INCREASE'; readonly response: IncreaseResponse }
  | { readonly kind: 'REFUND'; readonly response: RefundResponse };

/**
 * The provider responded to the worker's call. A task that was closed meanwhile (by a webhook, or because its lease had run out and
 * another worker was faster) is not opened again, but what the provider holds is still looked at.
 */
export function applyResponse(
  payment: Payment,
  called: { readonly taskId: string; readonly attemptId: string },
  result: TaskResult,
  clock: Clock,
  retryPolicy: RetryPolicy,
): Decision {
  const task = payment.tasks.find(
    (candidate) => candidate.id === called.taskId && candidate.status === 'OPEN',
  );
  if (!task) return applyLateResponse(payment, called.attemptId, result, clock);
  if (result.kind === 'REFUND')
    return applyRefundResponse(payment, task, result.response, clock, retryPolicy);
  if (result.kind === 'CAPTURE')
    return applyCaptureResponse(payment, task, result.response, clock, retryPolicy);
  if (result.kind === 'INCREASE')
    return applyIncreaseResponse(payment, task, result.response, clock, retryPolicy);
  if (result.kind === 'VOID') return applyVoidResponse(payment, task, result.response, clock, retryPolicy);
  return applyAuthorizeResponse(payment, task, result.response, clock, retryPolicy);
}

function applyLateResponse(payment: Payment, attemptId: string, result: TaskResult, clock: Clock): Decision {
  if (result.kind === 'REFUND' || !('intent' in result.response) || !result.response.intent)
    return { payment };
  return observe(payment, attemptId, result.response.intent, clock);
}

function applyAuthorizeResponse(
  payment: Payment,
  task: Task,
  response: IntentResponse,
  clock: Clock,
  retryPolicy: RetryPolicy,
): Decision {
  if (response.kind === 'unavailable')
    return { payment: withTask(payment, retryLater(task, response.detail, clock, retryPolicy)) };
  const lastError = response.kind === 'refused' ? response.detail.slice(0, 500) : null;
  const done = withTask(payment, { ...task, status: 'DONE', lastError });
  if (response.kind === 'intent')
    return endIfReleasedAfter(done, observe(done, task.attemptId, response.intent, clock));
  const attempt = done.attempts.find((candidate) => candidate.id === task.attemptId);
  if (!attempt) return { payment: done };
  const gone = { ...attempt, hold: 'GONE' } as const;
  if (isWanted(done, attempt) && attempt.isReplacement) return replacementFailed(done, gone, response.reason);
  if (isWanted(done, attempt)) return failed(done, gone, response.reason);
  return endIfReleased(withoutTask(withAttempt(done, gone), attempt.id, 'VOID'));
}

function applyVoidResponse(
  payment: Payment,
  task: Task,
  response: IntentResponse,
  clock: Clock,
  retryPolicy: RetryPolicy,
): Decision {
  if (response.kind === 'unavailable')
    return { payment: withTask(payment, retryLater(task, response.detail, clock, retryPolicy)) };
  // A hold that is not given back would stay on the customer's card: it is asked for until it is.
  if (response.kind === 'refused')
    return { payment: withTask(payment, retryWithNewKey(task, response.detail, clock, retryPolicy)) };
  const done = withTask(payment, { ...task, status: 'DONE' });
  return endIfReleasedAfter(done, observe(done, task.attemptId, response.intent, clock));
}

/** With a task less, an ended payment may have nothing open any more, also if the response itself was no news. */
function endIfReleasedAfter(before: Payment, decision: Decision): Decision {
  return decision.event || decision.payment !== before ? decision : endIfReleased(before);
}

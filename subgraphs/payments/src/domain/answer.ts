import { again, anew } from './backoff.ts';
import { captureAnswered } from './capture.ts';
import { withAttempt, withoutTask, withTask } from './decision.ts';
import type { Decision, Moment, Patience } from './decision.ts';
import { failed, observe } from './observe.ts';
import { isWanted } from './payment.ts';
import type { Payment, Task } from './payment.ts';
import type { IntentAnswer, RefundAnswer } from './provider.ts';
import { refundAnswered } from './refund.ts';
import { settled } from './release.ts';

export type TaskAnswer =
  | { readonly kind: 'AUTHORIZE' | 'CAPTURE' | 'VOID'; readonly answer: IntentAnswer }
  | { readonly kind: 'REFUND'; readonly answer: RefundAnswer };

/**
 * The worker's call was answered. A task that was closed meanwhile (by a webhook, or because its lease had run out and
 * another worker was faster) is not opened again, but what the provider holds is still looked at.
 */
export function answered(
  payment: Payment,
  called: { readonly taskId: string; readonly attemptId: string },
  said: TaskAnswer,
  moment: Moment,
  patience: Patience,
): Decision {
  const task = payment.tasks.find(
    (candidate) => candidate.id === called.taskId && candidate.status === 'OPEN',
  );
  if (!task) return overheard(payment, called.attemptId, said, moment);
  if (said.kind === 'REFUND') return refundAnswered(payment, task, said.answer, moment, patience);
  if (said.kind === 'CAPTURE') return captureAnswered(payment, task, said.answer, moment, patience);
  if (said.kind === 'VOID') return voidAnswered(payment, task, said.answer, moment, patience);
  return authorizeAnswered(payment, task, said.answer, moment, patience);
}

function overheard(payment: Payment, attemptId: string, said: TaskAnswer, moment: Moment): Decision {
  if (said.kind === 'REFUND' || said.answer.kind === 'unavailable' || !said.answer.intent) return { payment };
  return observe(payment, attemptId, said.answer.intent, moment);
}

function authorizeAnswered(
  payment: Payment,
  task: Task,
  answer: IntentAnswer,
  moment: Moment,
  patience: Patience,
): Decision {
  if (answer.kind === 'unavailable')
    return { payment: withTask(payment, again(task, answer.detail, moment, patience)) };
  const lastError = answer.kind === 'refused' ? answer.detail.slice(0, 500) : null;
  const done = withTask(payment, { ...task, status: 'DONE', lastError });
  if (answer.kind === 'intent')
    return settledAfter(done, observe(done, task.attemptId, answer.intent, moment));
  const attempt = done.attempts.find((candidate) => candidate.id === task.attemptId);
  if (!attempt) return { payment: done };
  const gone = { ...attempt, hold: 'GONE' } as const;
  if (isWanted(done, attempt)) return failed(done, gone, answer.reason);
  return settled(withoutTask(withAttempt(done, gone), attempt.id, 'VOID'));
}

function voidAnswered(
  payment: Payment,
  task: Task,
  answer: IntentAnswer,
  moment: Moment,
  patience: Patience,
): Decision {
  if (answer.kind === 'unavailable')
    return { payment: withTask(payment, again(task, answer.detail, moment, patience)) };
  // A hold that is not given back would stay on the customer's card: it is asked for until it is.
  if (answer.kind === 'refused')
    return { payment: withTask(payment, anew(task, answer.detail, moment, patience)) };
  const done = withTask(payment, { ...task, status: 'DONE' });
  return settledAfter(done, observe(done, task.attemptId, answer.intent, moment));
}

/** With a task less, an ended payment may have nothing open any more, also if the answer itself was no news. */
function settledAfter(before: Payment, decision: Decision): Decision {
  return decision.event || decision.payment !== before ? decision : settled(before);
}

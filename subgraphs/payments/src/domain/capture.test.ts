import {
  attemptOf,
  cash,
  created,
  intent,
  moment,
  outline,
  patience,
  reserved,
  seen,
  sent,
  taskOf,
  unavailable,
} from '../../test/examples.ts';
import { answered } from './answer.ts';
import { complete } from './capture.ts';
import type { Decision } from './decision.ts';
import { observe } from './observe.ts';
import type { Payment } from './payment.ts';
import type { IntentAnswer } from './provider.ts';

const held = (): Payment => {
  const payment = reserved();
  const authorized = observe(payment, attemptOf(payment).id, seen('AUTHORIZED'), moment()).payment;
  return { ...authorized, tasks: [] };
};
const day = 86_400;

function captureAnswered(payment: Payment, answer: IntentAnswer, seconds = 0): Decision {
  const task = taskOf(payment, 'CAPTURE');
  const called = { taskId: task.id, attemptId: task.attemptId };
  return answered(payment, called, { kind: 'CAPTURE', answer }, moment(seconds), patience);
}
const refused = { kind: 'refused', reason: 'PROVIDER_ERROR', detail: 'no' } as const;

test('order.completed asks for the capture, its answer completes the payment', () => {
  const asked = complete(held(), 2_000, moment());
  expect(outline(asked)).toMatchObject({ event: null, status: 'AUTHORIZED', tasks: ['CAPTURE 1'] });
  expect(taskOf(asked.payment, 'CAPTURE').amount).toBe(2_000);
  const taken = captureAnswered(sent(asked.payment), intent('CAPTURED', { captured: 2_000 }));
  expect(outline(taken)).toEqual({
    event: 'payment.completed',
    status: 'CAPTURED',
    version: 4,
    attempts: ['CAPTURED TAKEN'],
    tasks: [],
  });
  expect(taken.payment.captured).toBe(2_000);
});

test('never more than was held', () => {
  expect(taskOf(complete(held(), 9_999, moment()).payment, 'CAPTURE').amount).toBe(2_500);
});

test('cash settles at the door', () => {
  const done = complete(reserved(cash), 2_500, moment());
  expect(outline(done)).toMatchObject({ event: 'payment.completed', status: 'CAPTURED', tasks: [] });
  expect(done.payment.captured).toBe(2_500);
});

test('a refusal is told once, then tried under new keys until the time is over', () => {
  const first = captureAnswered(sent(complete(held(), 2_500, moment()).payment), refused);
  expect(first.event).toEqual({ type: 'payment.capture_failed', reason: 'PROVIDER_ERROR', isOverdue: false });
  expect(taskOf(first.payment, 'CAPTURE').keyNumber).toBe(2);
  const second = captureAnswered(sent(first.payment), refused, day - 1);
  expect(outline(second)).toMatchObject({ event: null, status: 'CAPTURE_FAILED', tasks: ['CAPTURE 1'] });
  expect(taskOf(second.payment, 'CAPTURE').keyNumber).toBe(3);
  const last = captureAnswered(sent(second.payment), refused, day);
  expect(last.event).toEqual({ type: 'payment.capture_failed', reason: 'PROVIDER_ERROR', isOverdue: true });
  expect(outline(last)).toMatchObject({ status: 'OVERDUE', version: 5, tasks: [] });
});

test('an unknown outcome keeps the key, and is overdue in the end as well', () => {
  const later = captureAnswered(sent(complete(held(), 2_500, moment()).payment), unavailable);
  expect(outline(later)).toMatchObject({ event: null, status: 'AUTHORIZED' });
  expect(taskOf(later.payment, 'CAPTURE').keyNumber).toBe(1);
  expect(outline(captureAnswered(sent(later.payment), unavailable, day))).toMatchObject({
    status: 'OVERDUE',
  });
});

test('money that comes after all ends the matter', () => {
  const failing = captureAnswered(sent(complete(held(), 2_500, moment()).payment), refused, day).payment;
  const taken = observe(failing, attemptOf(failing).id, seen('CAPTURED'), moment());
  expect(outline(taken)).toMatchObject({ event: 'payment.completed', status: 'CAPTURED' });
});

test('a webhook that is faster than the answer closes the capture', () => {
  const asked = sent(complete(held(), 2_500, moment()).payment);
  const { id: taskId } = taskOf(asked, 'CAPTURE');
  const taken = observe(asked, attemptOf(asked).id, seen('CAPTURED'), moment());
  expect(outline(taken)).toMatchObject({ event: 'payment.completed', tasks: [] });
  const called = { taskId, attemptId: attemptOf(asked).id };
  const said = { kind: 'CAPTURE', answer: intent('CAPTURED') } as const;
  expect(answered(taken.payment, called, said, moment(), patience).payment).toBe(taken.payment);
});

test('a delivered order without a hold is an operator’s matter at once', () => {
  expect(outline(complete(created(), 2_500, moment()))).toMatchObject({
    event: 'payment.capture_failed',
    status: 'OVERDUE',
  });
});

test('a second order.completed changes nothing', () => {
  const { payment } = complete(held(), 2_500, moment());
  expect(complete(payment, 2_500, moment()).payment).toBe(payment);
});

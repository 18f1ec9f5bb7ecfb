import {
  attemptOf,
  cash,
  created,
  intent,
  clock,
  outline,
  retryPolicy,
  reserved,
  seen,
  sent,
  taskOf,
  unavailable,
} from '../../test/examples.ts';
import { applyResponse } from './providerResponse.ts';
import { complete } from './capture.ts';
import type { Decision } from './decision.ts';
import { observe } from './observe.ts';
import type { Payment } from './payment.ts';
import type { IntentResponse } from './providerPort.ts';

const held = (): Payment => {
  const payment = reserved();
  const authorized = observe(payment, attemptOf(payment).id, seen('AUTHORIZED'), clock()).payment;
  return { ...authorized, tasks: [] };
};
const day = 86_400;

function applyCaptureResponse(payment: Payment, response: IntentResponse, seconds = 0): Decision {
  const task = taskOf(payment, 'CAPTURE');
  const called = { taskId: task.id, attemptId: task.attemptId };
  return applyResponse(payment, called, { kind: 'CAPTURE', response }, clock(seconds), retryPolicy);
}
const refused = { kind: 'refused', reason: 'PROVIDER_ERROR', detail: 'no' } as const;

test('order.completed asks for the capture, its answer completes the payment', () => {
  const requested = complete(held(), 2_000, clock());
  expect(outline(requested)).toMatchObject({ event: null, status: 'AUTHORIZED', tasks: ['CAPTURE 1'] });
  expect(taskOf(requested.payment, 'CAPTURE').amount).toBe(2_000);
  const taken = applyCaptureResponse(sent(requested.payment), intent('CAPTURED', { captured: 2_000 }));
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
  expect(taskOf(complete(held(), 9_999, clock()).payment, 'CAPTURE').amount).toBe(2_500);
});

test('cash settles at the door', () => {
  const done = complete(reserved(cash), 2_500, clock());
  expect(outline(done)).toMatchObject({ event: 'payment.completed', status: 'CAPTURED', tasks: [] });
  expect(done.payment.captured).toBe(2_500);
});

test('a refusal is told once, then tried under new keys until the time is over', () => {
  const first = applyCaptureResponse(sent(complete(held(), 2_500, clock()).payment), refused);
  expect(first.event).toEqual({ type: 'payment.capture_failed', reason: 'PROVIDER_ERROR', isOverdue: false });
  expect(taskOf(first.payment, 'CAPTURE').keyNumber).toBe(2);
  const second = applyCaptureResponse(sent(first.payment), refused, day - 1);
  expect(outline(second)).toMatchObject({ event: null, status: 'CAPTURE_FAILED', tasks: ['CAPTURE 1'] });
  expect(taskOf(second.payment, 'CAPTURE').keyNumber).toBe(3);
  const last = applyCaptureResponse(sent(second.payment), refused, day);
  expect(last.event).toEqual({ type: 'payment.capture_failed', reason: 'PROVIDER_ERROR', isOverdue: true });
  expect(outline(last)).toMatchObject({ status: 'OVERDUE', version: 5, tasks: [] });
});

test('an unknown outcome keeps the key, and is overdue in the end as well', () => {
  const later = applyCaptureResponse(sent(complete(held(), 2_500, clock()).payment), unavailable);
  expect(outline(later)).toMatchObject({ event: null, status: 'AUTHORIZED' });
  expect(taskOf(later.payment, 'CAPTURE').keyNumber).toBe(1);
  expect(outline(applyCaptureResponse(sent(later.payment), unavailable, day))).toMatchObject({
    status: 'OVERDUE',
  });
});

test('money that comes after all ends the matter', () => {
  const failing = applyCaptureResponse(sent(complete(held(), 2_500, clock()).payment), refused, day).payment;
  const taken = observe(failing, attemptOf(failing).id, seen('CAPTURED'), clock());
  expect(outline(taken)).toMatchObject({ event: 'payment.completed', status: 'CAPTURED' });
});

test('a webhook that is faster than the answer closes the capture', () => {
  const requested = sent(complete(held(), 2_500, clock()).payment);
  const { id: taskId } = taskOf(requested, 'CAPTURE');
  const taken = observe(requested, attemptOf(requested).id, seen('CAPTURED'), clock());
  expect(outline(taken)).toMatchObject({ event: 'payment.completed', tasks: [] });
  const called = { taskId, attemptId: attemptOf(requested).id };
  const captureResponse = { kind: 'CAPTURE', response: intent('CAPTURED') } as const;
  expect(applyResponse(taken.payment, called, captureResponse, clock(), retryPolicy).payment).toBe(
    taken.payment,
  );
});

test('a delivered order without a hold is an operator’s matter at once', () => {
  expect(outline(complete(created(), 2_500, clock()))).toMatchObject({
    event: 'payment.capture_failed',
    status: 'OVERDUE',
  });
});

test('a second order.completed changes nothing', () => {
  const { payment } = complete(held(), 2_500, clock());
  expect(complete(payment, 2_500, clock()).payment).toBe(payment);
});

test('cash for an order that is left at the door fails, and is never booked as received', () => {
  const failed = reserved(cash, 'LEFT_AT_DOOR');
  expect(outline({ payment: failed })).toMatchObject({ status: 'FAILED', attempts: ['FAILED NONE'] });
  expect(attemptOf(failed).failureReason).toBe('CASH_NOT_ACCEPTED');
  // An order of before this rule: its cash was agreed.
  const agreed: Payment = { ...reserved(cash), handover: 'LEFT_AT_DOOR' };
  const delivered = complete(agreed, 2_500, clock());
  expect(delivered.payment).toMatchObject({ status: 'OVERDUE', captured: 0 });
  expect(delivered.event).toEqual({
    type: 'payment.capture_failed',
    reason: 'CASH_NOT_ACCEPTED',
    isOverdue: true,
  });
});

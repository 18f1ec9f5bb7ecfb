import {
  attemptOf,
  cash,
  created,
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
import { initiate, reserve } from './initiate.ts';
import { observe } from './observe.ts';
import type { Payment } from './payment.ts';
import type { RefundResponse } from './providerPort.ts';
import { requestRefund } from './refund.ts';
import { release } from './release.ts';

const captured = (): Payment => {
  const payment = reserved();
  return { ...observe(payment, attemptOf(payment).id, seen('CAPTURED'), clock()).payment, tasks: [] };
};
const ask = (amount: number | null) => ({ amount, reason: 'Broken eggs', requestedBy: 'stefan' });

function asked(payment: Payment, amount: number | null): Payment {
  const outcome = requestRefund(payment, ask(amount), clock());
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome.payment;
}
function applyRefundResponse(payment: Payment, response: RefundResponse) {
  const task = taskOf(payment, 'REFUND');
  const called = { taskId: task.id, attemptId: task.attemptId };
  return applyResponse(payment, called, { kind: 'REFUND', response }, clock(), retryPolicy);
}

test('a part, then the rest', () => {
  const first = applyRefundResponse(sent(asked(captured(), 700)), { kind: 'refunded', ref: 're_1' });
  expect(first.event).toMatchObject({ type: 'payment.refunded', refundAmount: 700 });
  expect(first.payment).toMatchObject({ status: 'PARTIALLY_REFUNDED', refunded: 700, refundRequested: 700 });
  const rest = asked(first.payment, null);
  expect(rest.refunds.map(({ amount, status }) => [amount, status])).toEqual([
    [700, 'SUCCEEDED'],
    [1_800, 'PENDING'],
  ]);
  const all = applyRefundResponse(sent(rest), { kind: 'refunded', ref: 're_2' });
  expect(all.payment).toMatchObject({ status: 'REFUNDED', refunded: 2_500 });
});

test('never more than is left, what is on its way counted in', () => {
  const payment = asked(captured(), 2_000);
  expect(requestRefund(payment, ask(501), clock())).toEqual({ refused: 'too_high', refundable: 500 });
  expect(requestRefund(asked(payment, 500), ask(null), clock())).toEqual({
    refused: 'too_high',
    refundable: 0,
  });
});

test('only what was taken', () => {
  expect(requestRefund(created(), ask(1), clock())).toEqual({ refused: 'state', status: 'PENDING' });
  const full = { ...captured(), refunds: Array.from({ length: 100 }, () => asked(captured(), 1).refunds[0]) };
  const refunds = full.refunds.flatMap((refund) => (refund ? [refund] : []));
  expect(requestRefund({ ...full, refunds }, ask(1), clock())).toEqual({
    refused: 'state',
    status: 'CAPTURED',
  });
});

test('what the provider refuses may be asked for again', () => {
  const failed = applyRefundResponse(sent(asked(captured(), 700)), {
    kind: 'refused',
    reason: 'PROVIDER_ERROR',
    detail: 'no',
  });
  expect(outline(failed)).toMatchObject({ event: 'payment.updated', status: 'CAPTURED', tasks: [] });
  expect(failed.payment).toMatchObject({ refundRequested: 0, refunded: 0, refunds: [{ status: 'FAILED' }] });
});

test('an unknown outcome is asked for again under the same key', () => {
  const later = applyRefundResponse(sent(asked(captured(), 700)), unavailable);
  expect(later.event).toBeUndefined();
  expect(taskOf(later.payment, 'REFUND')).toMatchObject({ keyNumber: 1 });
  expect(later.payment.refundRequested).toBe(700);
});

test('an order that ends after its money was taken gets it back', () => {
  const done = complete(reserved(cash), 2_500, clock()).payment;
  const ended = release(done, clock());
  expect(outline(ended)).toMatchObject({ event: 'payment.updated', tasks: ['REFUND 1'] });
  expect(ended.payment.refunds).toMatchObject([{ amount: 2_500, requestedBy: null }]);
});

test('nothing to pay needs no provider', () => {
  const order = {
    orderId: 'o',
    customerId: 'c',
    storeId: 's',
    amount: 0,
    currency: 'EUR',
    kind: 'CARD',
  } as const;
  const free = reserve(
    initiate(order, clock()).payment,
    { amount: 0, method: { ...cash, kind: 'CARD' } },
    clock(),
  );
  expect(outline(free)).toMatchObject({ event: 'payment.authorized', tasks: [] });
  expect(outline(complete(free.payment, 0, clock()))).toMatchObject({ event: 'payment.completed' });
});

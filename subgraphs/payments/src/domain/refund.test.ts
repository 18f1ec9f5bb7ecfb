import {
  attemptOf,
  cash,
  created,
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
import { initiate, reserve } from './initiate.ts';
import { observe } from './observe.ts';
import type { Payment } from './payment.ts';
import type { RefundAnswer } from './provider.ts';
import { askRefund } from './refund.ts';
import { release } from './release.ts';

const captured = (): Payment => {
  const payment = reserved();
  return { ...observe(payment, attemptOf(payment).id, seen('CAPTURED'), moment()).payment, tasks: [] };
};
const ask = (amount: number | null) => ({ amount, reason: 'Broken eggs', askedBy: 'stefan' });

function asked(payment: Payment, amount: number | null): Payment {
  const outcome = askRefund(payment, ask(amount), moment());
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome.payment;
}
function refundAnswered(payment: Payment, answer: RefundAnswer) {
  const task = taskOf(payment, 'REFUND');
  const called = { taskId: task.id, attemptId: task.attemptId };
  return answered(payment, called, { kind: 'REFUND', answer }, moment(), patience);
}

test('a part, then the rest', () => {
  const first = refundAnswered(sent(asked(captured(), 700)), { kind: 'refunded', ref: 're_1' });
  expect(first.event).toMatchObject({ type: 'payment.refunded', refundAmount: 700 });
  expect(first.payment).toMatchObject({ status: 'PARTIALLY_REFUNDED', refunded: 700, refundAsked: 700 });
  const rest = asked(first.payment, null);
  expect(rest.refunds.map(({ amount, status }) => [amount, status])).toEqual([
    [700, 'SUCCEEDED'],
    [1_800, 'PENDING'],
  ]);
  const all = refundAnswered(sent(rest), { kind: 'refunded', ref: 're_2' });
  expect(all.payment).toMatchObject({ status: 'REFUNDED', refunded: 2_500 });
});

test('never more than is left, what is on its way counted in', () => {
  const payment = asked(captured(), 2_000);
  expect(askRefund(payment, ask(501), moment())).toEqual({ refused: 'too_high', refundable: 500 });
  expect(askRefund(asked(payment, 500), ask(null), moment())).toEqual({ refused: 'too_high', refundable: 0 });
});

test('only what was taken', () => {
  expect(askRefund(created(), ask(1), moment())).toEqual({ refused: 'state', status: 'PENDING' });
  const full = { ...captured(), refunds: Array.from({ length: 100 }, () => asked(captured(), 1).refunds[0]) };
  const refunds = full.refunds.flatMap((refund) => (refund ? [refund] : []));
  expect(askRefund({ ...full, refunds }, ask(1), moment())).toEqual({ refused: 'state', status: 'CAPTURED' });
});

test('what the provider refuses may be asked for again', () => {
  const failed = refundAnswered(sent(asked(captured(), 700)), {
    kind: 'refused',
    reason: 'PROVIDER_ERROR',
    detail: 'no',
  });
  expect(outline(failed)).toMatchObject({ event: 'payment.updated', status: 'CAPTURED', tasks: [] });
  expect(failed.payment).toMatchObject({ refundAsked: 0, refunded: 0, refunds: [{ status: 'FAILED' }] });
});

test('an unknown outcome is asked for again under the same key', () => {
  const later = refundAnswered(sent(asked(captured(), 700)), unavailable);
  expect(later.event).toBeUndefined();
  expect(taskOf(later.payment, 'REFUND')).toMatchObject({ keyNumber: 1 });
  expect(later.payment.refundAsked).toBe(700);
});

test('an order that ends after its money was taken gets it back', () => {
  const done = complete(reserved(cash), 2_500, moment()).payment;
  const ended = release(done, moment());
  expect(outline(ended)).toMatchObject({ event: 'payment.updated', tasks: ['REFUND 1'] });
  expect(ended.payment.refunds).toMatchObject([{ amount: 2_500, askedBy: null }]);
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
    initiate(order, moment()).payment,
    { amount: 0, method: { ...cash, kind: 'CARD' } },
    moment(),
  );
  expect(outline(free)).toMatchObject({ event: 'payment.authorized', tasks: [] });
  expect(outline(complete(free.payment, 0, moment()))).toMatchObject({ event: 'payment.completed' });
});

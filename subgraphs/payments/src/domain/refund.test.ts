import {
  attemptOf,
  cash,
  created,
  clock,
  intent,
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
import type { ProviderRefund, RefundResponse } from './providerPort.ts';
import { observeRefund, requestRefund } from './refund.ts';
import type { RefundRequest } from './refund.ts';
import { release } from './release.ts';

const captured = (): Payment => {
  const payment = reserved();
  return { ...observe(payment, attemptOf(payment).id, seen('CAPTURED'), clock()).payment, tasks: [] };
};
const request = (amount: number | null, lines: RefundRequest['lines'] = []): RefundRequest => ({
  amount,
  lines,
  deliveryFee: 0,
  tip: 0,
  reason: 'Broken eggs',
  reasonCode: 'OTHER',
  requestedBy: 'stefan',
});

function requested(payment: Payment, amount: number | null): Payment {
  const outcome = requestRefund(payment, request(amount), clock());
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome.payment;
}
function applyRefundResponse(payment: Payment, response: RefundResponse) {
  const task = taskOf(payment, 'REFUND');
  const called = { taskId: task.id, attemptId: task.attemptId };
  return applyResponse(payment, called, { kind: 'REFUND', response }, clock(), retryPolicy);
}

test('a part, then the rest', () => {
  const first = applyRefundResponse(sent(requested(captured(), 700)), { kind: 'refunded', ref: 're_1' });
  expect(first.event).toMatchObject({ type: 'payment.refunded', refundAmount: 700 });
  expect(first.payment).toMatchObject({ status: 'PARTIALLY_REFUNDED', refunded: 700, refundRequested: 700 });
  const rest = requested(first.payment, null);
  expect(rest.refunds.map(({ amount, status }) => [amount, status])).toEqual([
    [700, 'SUCCEEDED'],
    [1_800, 'PENDING'],
  ]);
  const all = applyRefundResponse(sent(rest), { kind: 'refunded', ref: 're_2' });
  expect(all.payment).toMatchObject({ status: 'REFUNDED', refunded: 2_500 });
});

test('never more than is left, what is on its way counted in', () => {
  const payment = requested(captured(), 2_000);
  expect(requestRefund(payment, request(501), clock())).toEqual({ refused: 'too_high', refundable: 500 });
  expect(requestRefund(requested(payment, 500), request(null), clock())).toEqual({
    refused: 'too_high',
    refundable: 0,
  });
});

test('only what was taken', () => {
  expect(requestRefund(created(), request(1), clock())).toEqual({ refused: 'state', status: 'PENDING' });
  const full = {
    ...captured(),
    refunds: Array.from({ length: 100 }, () => requested(captured(), 1).refunds[0]),
  };
  const refunds = full.refunds.flatMap((refund) => (refund ? [refund] : []));
  expect(requestRefund({ ...full, refunds }, request(1), clock())).toEqual({
    refused: 'state',
    status: 'CAPTURED',
  });
});

test('what the provider refuses may be asked for again', () => {
  const failed = applyRefundResponse(sent(requested(captured(), 700)), {
    kind: 'refused',
    reason: 'PROVIDER_ERROR',
    detail: 'no',
  });
  expect(outline(failed)).toMatchObject({ event: 'payment.refund_failed', status: 'CAPTURED', tasks: [] });
  expect(failed.payment).toMatchObject({ refundRequested: 0, refunded: 0, refunds: [{ status: 'FAILED' }] });
});

test('an unknown outcome is asked for again under the same key', () => {
  const later = applyRefundResponse(sent(requested(captured(), 700)), unavailable);
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
    handover: 'CODE',
    lines: [],
    deliveryFee: 0,
    tip: 0,
  } as const;
  const free = reserve(
    initiate(order, clock()).payment,
    { amount: 0, method: { ...cash, kind: 'CARD' } },
    clock(),
  );
  expect(outline(free)).toMatchObject({ event: 'payment.authorized', tasks: [] });
  expect(outline(complete(free.payment, 0, clock()))).toMatchObject({ event: 'payment.completed' });
});

describe('by lines of the order', () => {
  const ofLines = (payment: Payment, ...lines: RefundRequest['lines']) =>
    requestRefund(payment, request(null, lines), clock());
  const byLines = (payment: Payment, ...lines: RefundRequest['lines']): Payment => {
    const outcome = ofLines(payment, ...lines);
    if ('refused' in outcome) throw new Error(outcome.refused);
    return outcome.payment;
  };

  test('a part of one and the whole of another are one refund', () => {
    const payment = byLines(
      captured(),
      { lineId: 'line-1', amount: 500 },
      { lineId: 'line-2', amount: null },
    );
    const lines = [
      { lineId: 'line-1', amount: 500 },
      { lineId: 'line-2', amount: 700 },
    ];
    expect(payment.refunds).toMatchObject([{ amount: 1_200, lines }]);
    expect(payment.refundRequested).toBe(1_200);
  });

  test('never more than the line cost, what was refunded of it before counted in', () => {
    const before = byLines(captured(), { lineId: 'line-1', amount: 1_000 });
    expect(ofLines(before, { lineId: 'line-1', amount: 501 })).toEqual({
      refused: 'line_too_high',
      line: 0,
      refundable: 500,
    });
    const twice = [
      { lineId: 'line-2', amount: 400 },
      { lineId: 'line-2', amount: 400 },
    ];
    expect(ofLines(before, ...twice)).toEqual({ refused: 'line_too_high', line: 1, refundable: 300 });
    expect(ofLines(before, { lineId: 'line-9', amount: 1 })).toEqual({ refused: 'line_unknown', line: 0 });
  });

  test('never more than is left of what was captured', () => {
    const before = requested(captured(), 2_000);
    expect(ofLines(before, { lineId: 'line-2', amount: null })).toEqual({
      refused: 'too_high',
      refundable: 500,
    });
  });
});

describe('a refund that fails days after it succeeded', () => {
  const succeeded = (): Payment =>
    applyRefundResponse(sent(requested(captured(), 700)), { kind: 'refunded', ref: 're_1' }).payment;
  const failure: ProviderRefund = {
    ref: 're_1',
    intentRef: 'pi_1',
    refundId: null,
    state: 'FAILED',
    amount: 700,
    currency: 'EUR',
  };

  test('gives the money back to the store, and somebody is told', () => {
    const failed = observeRefund(succeeded(), failure);
    expect(failed.payment).toMatchObject({ status: 'CAPTURED', refunded: 0, refundRequested: 0 });
    const [refund] = failed.payment.refunds;
    expect(refund?.status).toBe('FAILED');
    expect(failed.event).toEqual({ type: 'payment.refund_failed', refundId: refund?.id, refundAmount: 700 });
    expect(failed.alert).toEqual({
      kind: 'REFUND_FAILED',
      detail: `refund ${refund?.id} of 7.00 EUR failed`,
    });
    expect(observeRefund(failed.payment, failure)).toEqual({ payment: failed.payment });
    expect(requested(failed.payment, 2_500).refundRequested).toBe(2_500);
  });

  test('of two, the other stays refunded', () => {
    const both = applyRefundResponse(sent(requested(succeeded(), null)), {
      kind: 'refunded',
      ref: 're_2',
    }).payment;
    expect(observeRefund(both, failure).payment).toMatchObject({
      status: 'PARTIALLY_REFUNDED',
      refunded: 1_800,
    });
  });

  test('before its success was known, it is not asked for again', () => {
    const pending = sent(requested(captured(), 700));
    const byId = { ...failure, ref: 're_9', refundId: pending.refunds[0]?.id ?? null };
    expect(outline(observeRefund(pending, byId))).toMatchObject({ status: 'CAPTURED', tasks: [] });
  });

  test('of another amount or currency is not booked', () => {
    const payment = succeeded();
    for (const other of [{ amount: 701 }, { currency: 'USD' }]) {
      const decision = observeRefund(payment, { ...failure, ...other });
      expect(decision).toMatchObject({ payment, alert: { kind: 'AMOUNT_MISMATCH' } });
      expect(decision.payment).toBe(payment);
    }
  });
});

test('delivery fee and tip are given back apart, each no more than it cost', () => {
  const both: RefundRequest = { ...request(null), deliveryFee: 150, tip: 100 };
  const first = requestRefund(captured(), both, clock());
  if ('refused' in first) throw new Error(first.refused);
  expect(first.refund).toMatchObject({ amount: 250, deliveryFee: 150, tip: 100, lines: [] });
  const again = (more: Partial<RefundRequest>) =>
    requestRefund(first.payment, { ...request(null), ...more }, clock());
  expect(again({ deliveryFee: 51 })).toEqual({
    refused: 'charge_too_high',
    charge: 'deliveryFee',
    refundable: 50,
  });
  expect(again({ tip: 1 })).toEqual({ refused: 'charge_too_high', charge: 'tip', refundable: 0 });
  expect(again({ deliveryFee: 50, lines: [{ lineId: 'line-2', amount: null }] })).toMatchObject({
    refund: { amount: 750, deliveryFee: 50, lines: [{ lineId: 'line-2', amount: 700 }] },
  });
});

test('while the amount is being captured, a refund waits for the capture and goes out with it', () => {
  const payment = reserved();
  const task = taskOf(payment, 'AUTHORIZE');
  const called = { taskId: task.id, attemptId: task.attemptId };
  const response = { kind: 'AUTHORIZE', response: intent('AUTHORIZED') } as const;
  const held = applyResponse(sent(payment), called, response, clock(), retryPolicy).payment;
  expect(requestRefund(held, request(300), clock())).toEqual({ refused: 'state', status: 'AUTHORIZED' });
  const delivered = complete(held, 2_500, clock()).payment;
  const early = requestRefund(delivered, request(300), clock());
  if ('refused' in early) throw new Error(early.refused);
  expect(early.payment).toMatchObject({ refundRequested: 0, refunds: [{ status: 'AWAITING_CAPTURE' }] });
  expect(requestRefund(early.payment, request(2_201), clock())).toEqual({
    refused: 'too_high',
    refundable: 2_200,
  });
  const taken = observe(early.payment, attemptOf(payment).id, seen('CAPTURED'), clock());
  expect(taken).toMatchObject({
    event: { type: 'payment.completed' },
    payment: { captured: 2_500, refundRequested: 300, refunds: [{ status: 'PENDING', amount: 300 }] },
  });
  expect(outline(taken).tasks).toEqual(['REFUND 1']);
});

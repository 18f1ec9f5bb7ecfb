import { attemptOf, clock, outline, reserved, seen } from '../../test/examples.ts';
import { observe } from './observe.ts';
import type { Payment } from './payment.ts';
import { requestRefund } from './refund.ts';
import { decideApproval } from './refundApproval.ts';

/** A refund of 20.00 EUR that stefan asked for, of a payment of 25.00 EUR. */
function awaiting(): { payment: Payment; refundId: string } {
  const held = reserved();
  const taken = observe(held, attemptOf(held).id, seen('CAPTURED'), clock()).payment;
  const outcome = requestRefund(
    { ...taken, tasks: [] },
    {
      ...{ amount: 2_000, lines: [], deliveryFee: 0, tip: 0 },
      ...{ reason: 'Broken eggs', reasonCode: 'DAMAGED', requestedBy: 'stefan' },
    },
    clock(),
    1_999,
  );
  if ('refused' in outcome) throw new Error(outcome.refused);
  return { payment: outcome.payment, refundId: outcome.refund.id };
}

test('a large refund waits, and counts as requested', () => {
  const { payment } = awaiting();
  expect(payment).toMatchObject({ refundRequested: 2_000, refunds: [{ status: 'AWAITING_APPROVAL' }] });
  expect(outline({ payment }).tasks).toEqual([]);
});

test('another person approves it: the provider is asked', () => {
  const { payment, refundId } = awaiting();
  const decided = decideApproval(payment, { refundId, isApproved: true, decidedBy: 'anna' }, clock(9));
  if ('refused' in decided) throw new Error(decided.refused);
  expect(decided.refund).toMatchObject({ status: 'PENDING', decidedBy: 'anna', decidedAt: clock(9).now });
  expect(outline(decided)).toMatchObject({ event: 'payment.updated', tasks: ['REFUND 1'] });
  const again = { refundId, isApproved: false, decidedBy: 'anna' };
  expect(decideApproval(decided.payment, again, clock())).toEqual({
    refused: 'not_awaiting',
    status: 'PENDING',
  });
});

test('another person rejects it: the money can be refunded again', () => {
  const { payment, refundId } = awaiting();
  const decided = decideApproval(payment, { refundId, isApproved: false, decidedBy: 'anna' }, clock());
  if ('refused' in decided) throw new Error(decided.refused);
  expect(decided.payment).toMatchObject({ refundRequested: 0, refunds: [{ status: 'REJECTED' }] });
  expect(outline(decided).tasks).toEqual([]);
});

test.each([true, false])('whoever asked for it does not decide about it (approved: %s)', (isApproved) => {
  const { payment, refundId } = awaiting();
  expect(decideApproval(payment, { refundId, isApproved, decidedBy: 'stefan' }, clock())).toEqual({
    refused: 'own_request',
  });
});

test('a refund of another payment is not found', () => {
  const { payment } = awaiting();
  expect(decideApproval(payment, { refundId: 'x', isApproved: true, decidedBy: 'anna' }, clock())).toEqual({
    refused: 'refund_not_found',
  });
});

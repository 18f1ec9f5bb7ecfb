import type { UserCaller } from '@nakku/identity';
import { admin, anonymous, courier, customer, operator } from '@nakku/testkit';
import { v7 } from 'uuid';
import type { OrderEvents } from './orderEvents.ts';
import { startPaymentsHarness } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

let w: PaymentsHarness;
beforeAll(async () => {
  w = await startPaymentsHarness({ env: { PAYMENTS_REFUND_APPROVAL_ABOVE: '10' } });
}, 60_000);
afterAll(() => w.stop());

const refundFields = 'refund { id status reasonCode decidedAt deliveryFee { amount } amount { amount } }';
const errorFields = 'userErrors { __typename ... on UserError { code: errorCode path } }';
const REFUND = `mutation ($input: PaymentRefundInput!) { paymentRefund(input: $input) { ${refundFields} ${errorFields} } }`;
const decideDocument = (name: string) =>
  `mutation ($id: ID!) { ${name}(refundId: $id, reason: "Checked") { ${refundFields} ${errorFields} } }`;

async function run(document: string, variables: Record<string, unknown>, caller: UserCaller) {
  const { data, errors } = await w.client.query(document, variables, caller);
  expect(errors).toBeUndefined();
  return Object.values(data ?? {})[0];
}
const refund = (caller: UserCaller, order: OrderEvents, more: Record<string, unknown>) => {
  const input = { orderId: order.orderId, reason: 'Broken eggs', idempotencyKey: v7(), ...more };
  return run(REFUND, { input }, caller);
};
const decide = (name: 'paymentRefundApprove' | 'paymentRefundReject', caller: UserCaller, id: string) =>
  run(decideDocument(name), { id }, caller);

async function captured(): Promise<{ caller: UserCaller; order: OrderEvents; staff: UserCaller }> {
  const placed = await w.reserved('pm_card_visa');
  await w.reaches(placed.caller, placed.order.orderId, 'AUTHORIZED');
  await placed.order.completed();
  await w.reaches(placed.caller, placed.order.orderId, 'CAPTURED');
  return { ...placed, staff: operator([placed.order.storeId]) };
}

test('a large refund is carried out when another person has approved it', async () => {
  const { caller, order, staff } = await captured();
  const draft = await refund(staff, order, { amount: 1_001, reasonCode: 'DAMAGED' });
  expect(draft.refund).toMatchObject({
    status: 'AWAITING_APPROVAL',
    reasonCode: 'DAMAGED',
    decidedAt: null,
  });
  const { id } = draft.refund;
  expect((await decide('paymentRefundApprove', staff, id)).userErrors).toEqual([
    { __typename: 'SecondPersonRequiredError', code: 'SECOND_PERSON_REQUIRED', path: ['refundId'] },
  ]);
  const missing = [{ __typename: 'NotFoundError', code: 'NOT_FOUND', path: ['refundId'] }];
  expect((await decide('paymentRefundApprove', operator([v7()]), id)).userErrors).toEqual(missing);
  expect((await decide('paymentRefundReject', admin(), v7())).userErrors).toEqual(missing);
  // What waits is as good as given: the rest is all that can be refunded.
  expect((await refund(staff, order, { amount: 1_500 })).userErrors).toMatchObject([
    { __typename: 'RefundTooHighError' },
  ]);
  expect(w.atProvider(order.orderId)).toMatchObject({ refunded: 0 });
  expect(await decide('paymentRefundApprove', admin(), id)).toMatchObject({
    refund: { id, status: 'PENDING', decidedAt: expect.any(String) },
    userErrors: [],
  });
  await w.reaches(caller, order.orderId, 'PARTIALLY_REFUNDED');
  expect(w.atProvider(order.orderId)).toMatchObject({ refunded: 1_001 });
  expect((await decide('paymentRefundReject', admin(), id)).userErrors).toMatchObject([
    { __typename: 'RefundNotAwaitingApprovalError', code: 'REFUND_NOT_AWAITING_APPROVAL' },
  ]);
  const { rows } = await w.pool.query(
    `SELECT a.action FROM payment_audit a JOIN payments p ON p.id = a.payment_id WHERE p.order_id = $1 ORDER BY a.at, a.id`,
    [order.orderId],
  );
  expect(rows).toEqual([{ action: 'REFUND_REQUESTED' }, { action: 'REFUND_APPROVED' }]);
});

test('a rejected refund gives nothing back, and the money can be refunded again', async () => {
  const { caller, order, staff } = await captured();
  const { id } = (await refund(staff, order, { amount: 2_000 })).refund;
  const approver = operator([order.storeId]);
  expect((await decide('paymentRefundReject', approver, id)).refund).toMatchObject({ status: 'REJECTED' });
  expect((await refund(staff, order, { amount: 900 })).refund).toMatchObject({ status: 'PENDING' });
  await w.reaches(caller, order.orderId, 'PARTIALLY_REFUNDED');
  expect(w.atProvider(order.orderId)).toMatchObject({ refunded: 900 });
});

test('approve and reject at once: one comes first', async () => {
  const { order, staff } = await captured();
  const { id } = (await refund(staff, order, { amount: 2_000 })).refund;
  const outcomes = await Promise.all([
    decide('paymentRefundApprove', admin(), id),
    decide('paymentRefundReject', admin(), id),
    decide('paymentRefundApprove', admin(), id),
  ]);
  expect(outcomes.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
});

test('the database lets nobody decide about a refund of their own', async () => {
  const { order, staff } = await captured();
  const { id } = (await refund(staff, order, { amount: 2_000 })).refund;
  await expect(
    w.pool.query('UPDATE payment_refunds SET decided_by = asked_by, decided_at = now() WHERE id = $1', [id]),
  ).rejects.toMatchObject({ constraint: 'payment_refunds_second_person' });
});

test.each([
  ['a guest', anonymous(), 'UNAUTHENTICATED'],
  ['a customer', customer(), 'FORBIDDEN'],
  ['a courier', courier(), 'FORBIDDEN'],
] as const)('%s decides about no refund', async (_, caller, code) => {
  for (const name of ['paymentRefundApprove', 'paymentRefundReject']) {
    const { errors } = await w.client.query(decideDocument(name), { id: v7() }, caller);
    expect(errors).toMatchObject([{ extensions: { code } }]);
  }
});

test('a fee that the order did not have is not given back', async () => {
  const { order, staff } = await captured();
  expect((await refund(staff, order, { deliveryFee: 1 })).userErrors).toEqual([
    { __typename: 'RefundTooHighError', code: 'REFUND_TOO_HIGH', path: ['input', 'deliveryFee'] },
  ]);
  expect((await refund(staff, order, { amount: 1, tip: 1 })).userErrors).toEqual([
    { __typename: 'InvalidInputError', code: 'INVALID_INPUT', path: ['input', 'amount'] },
  ]);
});

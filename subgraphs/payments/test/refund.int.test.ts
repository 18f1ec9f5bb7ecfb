import type { UserCaller } from '@nakku/identity';
import { admin, captureEvents, eventually, operator } from '@nakku/testkit';
import type { EventCapture } from '@nakku/testkit';
import { v7 } from 'uuid';
import type { OrderEvents } from './orderEvents.ts';
import { startPaymentsHarness } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

let w: PaymentsHarness;
let capture: EventCapture;
beforeAll(async () => {
  w = await startPaymentsHarness();
  capture = await captureEvents(w.world.topicPrefix, ['payments']);
});
afterAll(async () => {
  await capture.stop();
  await w.stop();
});
afterEach(() => w.provider.setFaults({}));

const mutation = `mutation ($input: PaymentRefundInput!) { paymentRefund(input: $input) {
  payment { status version refundedTotal { amount } }
  refund { id status reason amount { amount currency } }
  userErrors { __typename ... on UserError { code: errorCode path } ... on RefundTooHighError { refundable { amount currency } } }
} }`;

async function refund(caller: UserCaller, orderId: string, amount: number | null, idempotencyKey = v7()) {
  const input = { orderId, amount, reason: 'Broken eggs', idempotencyKey };
  const { data, errors } = await w.client.query(mutation, { input }, caller);
  expect(errors).toBeUndefined();
  return data?.paymentRefund;
}

async function captured(
  token: string | null,
): Promise<{ caller: UserCaller; order: OrderEvents; staff: UserCaller }> {
  const placed = await w.reserved(token);
  await w.reaches(placed.caller, placed.order.orderId, 'AUTHORIZED');
  await placed.order.completed();
  await w.reaches(placed.caller, placed.order.orderId, 'CAPTURED');
  return { ...placed, staff: operator([placed.order.storeId]) };
}

test('staff gives back a part, then the rest', async () => {
  const { caller, order, staff } = await captured('pm_card_visa');
  const first = await refund(staff, order.orderId, 700);
  expect(first).toMatchObject({
    refund: { status: 'PENDING', reason: 'Broken eggs', amount: { amount: 700, currency: 'EUR' } },
    payment: { status: 'CAPTURED', version: 5 },
    userErrors: [],
  });
  await w.reaches(caller, order.orderId, 'PARTIALLY_REFUNDED');
  await refund(admin(), order.orderId, null);
  const all = await w.reaches(caller, order.orderId, 'REFUNDED');
  expect(all).toMatchObject({
    refundedTotal: { amount: 2_500 },
    refunds: [
      { status: 'SUCCEEDED', amount: { amount: 700 } },
      { status: 'SUCCEEDED', amount: { amount: 1_800 } },
    ],
  });
  expect(w.atProvider(order.orderId)).toMatchObject({ captured: 2_500, refunded: 2_500 });
  const events = await eventually(() => {
    const found = capture.of('payment.refunded').filter(({ key }) => key === order.orderId);
    expect(found).toHaveLength(2);
    return found;
  });
  expect(events[0]).toMatchObject({
    data: { refundId: first.refund.id, refundAmount: 700, refundedTotal: 700 },
  });
  expect(events[1]).toMatchObject({ data: { refundAmount: 1_800, refundedTotal: 2_500 } });
});

test('twenty refunds at once never give back more than was taken', async () => {
  const { caller, order, staff } = await captured('pm_card_visa');
  const responses = await Promise.all(Array.from({ length: 20 }, () => refund(staff, order.orderId, 300)));
  const done = responses.filter((response) => response.userErrors.length === 0);
  expect(done).toHaveLength(8);
  expect(
    responses.filter((response) => response.userErrors.length > 0).map((response) => response.userErrors),
  ).toEqual(
    Array.from({ length: 12 }, () => [
      {
        __typename: 'RefundTooHighError',
        code: 'REFUND_TOO_HIGH',
        path: ['input', 'amount'],
        refundable: { amount: 100, currency: 'EUR' },
      },
    ]),
  );
  await eventually(async () =>
    expect(await w.payment(caller, order.orderId)).toMatchObject({ refundedTotal: { amount: 2_400 } }),
  );
  expect(w.atProvider(order.orderId)).toMatchObject({ captured: 2_500, refunded: 2_400 });
});

test('one key is one refund, also when its answer was lost at the provider', async () => {
  const { caller, order, staff } = await captured('pm_card_visa');
  w.provider.setFaults({ lostResponses: 1 });
  const key = v7();
  const first = await refund(staff, order.orderId, 500, key);
  const second = await refund(staff, order.orderId, 500, key);
  expect(second.refund.id).toBe(first.refund.id);
  expect((await refund(staff, order.orderId, 600, key)).userErrors).toMatchObject([
    { __typename: 'IdempotencyKeyReusedError' },
  ]);
  await w.reaches(caller, order.orderId, 'PARTIALLY_REFUNDED');
  expect(w.atProvider(order.orderId)).toMatchObject({ refunded: 500 });
});

test('a refund that the provider refuses can be asked for again', async () => {
  const { caller, order, staff } = await captured('pm_card_refundFail');
  await refund(staff, order.orderId, null);
  await eventually(async () =>
    expect(await w.payment(caller, order.orderId)).toMatchObject({
      status: 'CAPTURED',
      refunds: [{ status: 'FAILED' }],
      refundedTotal: { amount: 0 },
    }),
  );
  expect((await refund(staff, order.orderId, null)).refund).toMatchObject({ amount: { amount: 2_500 } });
  expect(w.atProvider(order.orderId)).toMatchObject({ refunded: 0 });
});

test('cash is handed back by staff: no provider', async () => {
  const { caller, order, staff } = await captured(null);
  await refund(staff, order.orderId, 1_000);
  await w.reaches(caller, order.orderId, 'PARTIALLY_REFUNDED');
  await refund(staff, order.orderId, null);
  await w.reaches(caller, order.orderId, 'REFUNDED');
});

test('what was not taken is not given back', async () => {
  const { caller, order } = await w.reserved('pm_card_visa');
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  expect((await refund(admin(), order.orderId, 100)).userErrors).toMatchObject([
    { __typename: 'InvalidPaymentStateError', path: ['input', 'orderId'] },
  ]);
});

test('what was delivered is captured, the rest is released, and a line is refunded up to what it cost in the end', async () => {
  const { caller, order } = await w.reserved('pm_card_visa');
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  await order.totalsChanged(1_900);
  await order.completed(1_900);
  await w.reaches(caller, order.orderId, 'CAPTURED');
  expect(w.atProvider(order.orderId)).toMatchObject({ captured: 1_900, openHolds: 0, heldAmount: 0 });
  const ofLine = (amount: number) =>
    w.client.query(
      mutation,
      {
        input: {
          orderId: order.orderId,
          lines: [{ lineId: order.lineId, amount }],
          reason: 'Broken eggs',
          idempotencyKey: v7(),
        },
      },
      operator([order.storeId]),
    );
  expect((await ofLine(1_901)).data?.paymentRefund.userErrors).toMatchObject([
    { refundable: { amount: 1_900, currency: 'EUR' } },
  ]);
  expect((await ofLine(1_900)).data?.paymentRefund.userErrors).toEqual([]);
  const all = await w.reaches(caller, order.orderId, 'REFUNDED');
  expect(all).toMatchObject({ refundedTotal: { amount: 1_900 } });
});

test('a substitute is a line that is refunded up to what it cost; the line that it replaces is not', async () => {
  const { caller, order } = await w.reserved('pm_card_visa');
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  const substitute = v7();
  await order.substituted(substitute, 1_900);
  await order.completed(1_900);
  await w.reaches(caller, order.orderId, 'CAPTURED');
  const ofLine = async (lineId: string, amount: number) => {
    const lines = [{ lineId, amount }];
    const input = { orderId: order.orderId, lines, reason: 'Broken eggs', idempotencyKey: v7() };
    return (await w.client.query(mutation, { input }, operator([order.storeId]))).data?.paymentRefund
      .userErrors;
  };
  expect(await ofLine(order.lineId, 1)).toHaveLength(1);
  expect(await ofLine(substitute, 1_901)).toMatchObject([{ refundable: { amount: 1_900, currency: 'EUR' } }]);
  expect(await ofLine(substitute, 1_900)).toEqual([]);
  const all = await w.reaches(caller, order.orderId, 'REFUNDED');
  expect(all).toMatchObject({ refundedTotal: { amount: 1_900 } });
});

import { captureEvents, customer, eventually } from '@nakku/testkit';
import type { EventCapture } from '@nakku/testkit';
import { v7 } from 'uuid';
import { nothing, startPaymentsHarness } from './harness.ts';
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

const storyOf = (orderId: string): string[] =>
  capture.events.filter((event) => event.key === orderId).map((event) => `${event.sequence} ${event.type}`);

test('a card is authorised on order.reserved and captured on order.completed', async () => {
  const { caller, order } = await w.reserved('pm_card_visa', 2_500);
  const authorized = await w.reaches(caller, order.orderId, 'AUTHORIZED');
  expect(authorized.attempts).toEqual([
    { number: 1, kind: 'CARD', status: 'AUTHORIZED', failureReason: null },
  ]);
  expect(w.atProvider(order.orderId)).toEqual({
    ...nothing,
    authorised: 2_500,
    openHolds: 1,
    heldAmount: 2_500,
  });

  await order.completed();
  const captured = await w.reaches(caller, order.orderId, 'CAPTURED');
  expect(captured).toMatchObject({ version: 4, amount: { amount: 2_500, currency: 'EUR' } });
  expect(captured.method).toMatchObject({ label: 'Visa •••• 4242' });
  expect(w.atProvider(order.orderId)).toEqual({
    ...nothing,
    authorised: 2_500,
    captured: 2_500,
    captures: 1,
  });
  await eventually(() =>
    expect(storyOf(order.orderId)).toEqual([
      '1 payment.initiated',
      '2 payment.updated',
      '3 payment.authorized',
      '4 payment.completed',
    ]),
  );
  const published = capture.events.filter((event) => event.key === order.orderId);
  const correlations = new Set(published.slice(1, 3).map((event) => event.headers.ce_correlationid));
  expect(correlations.size).toBe(1);
  const { rows } = await w.pool.query(
    'SELECT h.sequence, h.type, h.status FROM payment_history h JOIN payments p ON p.id = h.payment_id WHERE p.order_id = $1 ORDER BY 1',
    [order.orderId],
  );
  expect(rows).toEqual([
    { sequence: 1, type: 'payment.initiated', status: 'PENDING' },
    { sequence: 2, type: 'payment.updated', status: 'PENDING' },
    { sequence: 3, type: 'payment.authorized', status: 'AUTHORIZED' },
    { sequence: 4, type: 'payment.completed', status: 'CAPTURED' },
  ]);
});

test('less than the hold may be captured', async () => {
  const { caller, order } = await w.reserved('pm_card_mastercard', 2_500);
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  await order.completed(1_900);
  await w.reaches(caller, order.orderId, 'CAPTURED');
  expect(w.atProvider(order.orderId)).toEqual({
    ...nothing,
    authorised: 2_500,
    captured: 1_900,
    captures: 1,
  });
});

test.each([
  ['pm_card_chargeDeclined', 'CARD_DECLINED'],
  ['pm_card_chargeDeclinedInsufficientFunds', 'INSUFFICIENT_FUNDS'],
  ['pm_card_chargeDeclinedExpiredCard', 'EXPIRED_CARD'],
  ['pm_card_chargeDeclinedProcessingError', 'PROVIDER_ERROR'],
])('%s fails with %s', async (token, reason) => {
  const { caller, order } = await w.reserved(token);
  const failed = await w.reaches(caller, order.orderId, 'FAILED');
  expect(failed.attempts).toEqual([{ number: 1, kind: 'CARD', status: 'FAILED', failureReason: reason }]);
  const event = await capture.waitFor('payment.failed', { where: ({ key }) => key === order.orderId });
  expect(event).toMatchObject({
    sequence: 3,
    data: { orderId: order.orderId, attempt: 1, method: 'CARD', reason },
  });
  expect(w.atProvider(order.orderId)).toEqual(nothing);
});

test("another customer's method, and one that was removed, fail without the provider", async () => {
  const caller = customer();
  const foreign = await w.addMethod(customer(), 'pm_card_visa');
  const removed = await w.addMethod(caller, 'pm_card_visa');
  await w.client.query(
    `mutation ($id: ID!) { paymentMethodRemove(paymentMethodId: $id) { removedPaymentMethodId } }`,
    { id: removed },
    caller,
  );
  for (const methodId of [foreign, removed, v7()]) {
    const order = w.order(caller, { methodId });
    await order.created();
    await order.reserved();
    const failed = await w.reaches(caller, order.orderId, 'FAILED');
    expect(failed.attempts).toMatchObject([{ status: 'FAILED', failureReason: 'METHOD_NOT_FOUND' }]);
    expect(failed).toMatchObject({ version: 2, method: null });
    expect(w.atProvider(order.orderId)).toEqual(nothing);
  }
});

test('cash is agreed at once and settles at the door', async () => {
  const { caller, order } = await w.reserved(null);
  expect(await w.reaches(caller, order.orderId, 'AUTHORIZED')).toMatchObject({ version: 2 });
  await order.completed();
  expect(await w.reaches(caller, order.orderId, 'CAPTURED')).toMatchObject({
    version: 3,
    attempts: [{ number: 1, kind: 'CASH', status: 'CAPTURED', failureReason: null }],
  });
  expect(w.atProvider(order.orderId)).toEqual(nothing);
});

test('a cancelled order gets its hold back', async () => {
  const { caller, order } = await w.reserved('pm_card_visa');
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  await order.cancelled();
  const voided = await w.reaches(caller, order.orderId, 'VOIDED');
  expect(voided.attempts).toMatchObject([{ status: 'VOIDED' }]);
  expect(w.atProvider(order.orderId)).toEqual({ ...nothing, authorised: 2_500 });
});

test('an order cancelled before its stock was reserved never reaches the provider', async () => {
  const caller = customer();
  const order = w.order(caller, { methodId: await w.addMethod(caller, 'pm_card_visa') });
  await order.created();
  await order.cancelled();
  expect(await w.reaches(caller, order.orderId, 'VOIDED')).toMatchObject({ version: 2, attempts: [] });
  expect(w.atProvider(order.orderId)).toEqual(nothing);
});

test('cash of a returned order is voided', async () => {
  const { caller, order } = await w.reserved(null);
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  await order.returned();
  await w.reaches(caller, order.orderId, 'VOIDED');
});

test('the same event twice changes nothing', async () => {
  const { caller, order } = await w.reserved('pm_card_visa');
  const before = await w.reaches(caller, order.orderId, 'AUTHORIZED');
  const duplicate = { topic: 'orders', type: 'order.reserved', subject: order.orderId, sequence: 2 };
  const base = {
    orderId: order.orderId,
    orderNumber: 'N-1',
    customerId: caller.userId,
    storeId: order.storeId,
  };
  const data = { ...base, cartId: v7(), status: 'RESERVED', at: new Date().toISOString(), amount: 2_500 };
  await w.producer.send({ ...duplicate, data: { ...data, currency: 'EUR', paymentMethodId: v7() } });
  await order.completed();
  expect(await w.reaches(caller, order.orderId, 'CAPTURED')).toMatchObject({
    version: Number(before.version) + 1,
  });
  expect(w.atProvider(order.orderId)).toMatchObject({ authorised: 2_500, captures: 1 });
});

test('cash for an order that is left at the door is declined; a card pays it', async () => {
  const caller = customer();
  const order = w.order(caller, { methodId: await w.addMethod(caller, null), handover: 'LEFT_AT_DOOR' });
  await order.created();
  await order.reserved();
  const failed = await w.reaches(caller, order.orderId, 'FAILED');
  expect(failed.attempts).toEqual([
    { number: 1, kind: 'CASH', status: 'FAILED', failureReason: 'CASH_NOT_ACCEPTED' },
  ]);
  const event = await capture.waitFor('payment.failed', { where: ({ key }) => key === order.orderId });
  expect(event).toMatchObject({
    data: { method: 'CASH', reason: 'METHOD_NOT_FOUND', exactReason: 'CASH_NOT_ACCEPTED' },
  });
  const retry = async (paymentMethodId: string) => {
    const { data } = await w.client.query(
      `mutation ($input: PaymentRetryInput!) { paymentRetry(input: $input) { userErrors { ... on UserError { code: errorCode path } } } }`,
      { input: { orderId: order.orderId, paymentMethodId, idempotencyKey: v7() } },
      caller,
    );
    return data?.paymentRetry.userErrors;
  };
  const path = ['input', 'paymentMethodId'];
  expect(await retry(await w.addMethod(caller, null))).toEqual([{ code: 'CASH_NOT_ACCEPTED', path }]);
  expect(await retry(await w.addMethod(caller, 'pm_card_visa'))).toEqual([]);
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
});

test.each([
  ['JPY', 500, 500],
  ['KWD', 1_250, 1_250],
  ['ISK', 500, 50_000],
])('%s is charged in the provider’s minor units', async (currency, amount, atProvider) => {
  const caller = customer();
  const methodId = await w.addMethod(caller, 'pm_card_visa');
  const order = w.order(caller, { methodId, amount, currency });
  await order.created();
  await order.reserved();
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  expect(w.atProvider(order.orderId)).toMatchObject({ authorised: atProvider });
  await order.completed();
  expect(await w.reaches(caller, order.orderId, 'CAPTURED')).toMatchObject({ amount: { amount, currency } });
  expect(w.atProvider(order.orderId)).toMatchObject({ captured: atProvider });
});

test.each([
  ['EUR', 49],
  ['JPY', 49],
  ['KWD', 1_251],
])('%s %i is declined: the provider does not charge such an amount', async (currency, amount) => {
  const caller = customer();
  const methodId = await w.addMethod(caller, 'pm_card_visa');
  const order = w.order(caller, { methodId, amount, currency });
  await order.created();
  await order.reserved();
  const failed = await w.reaches(caller, order.orderId, 'FAILED');
  expect(failed.attempts).toMatchObject([{ status: 'FAILED', failureReason: 'AMOUNT_NOT_SUPPORTED' }]);
  expect(w.atProvider(order.orderId)).toEqual(nothing);
});

import type { UserCaller } from '@nakku/identity';
import { customer, eventually } from '@nakku/testkit';
import { v7 } from 'uuid';
import { nothing, startPaymentsHarness } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

let w: PaymentsHarness;
beforeAll(async () => {
  // These tests race: the limits of attempts have theirs in limits.int.test.ts.
  const env = { PAYMENTS_CARD_ATTEMPTS_PER_ORDER: '20', PAYMENTS_CARD_RETRIES_PER_HOUR: '100' };
  w = await startPaymentsHarness({ env });
});
afterAll(() => w.stop());
afterEach(() => w.provider.setFaults({}));

const mutation = `mutation ($input: PaymentRetryInput!) { paymentRetry(input: $input) {
  payment { status version attempts { number kind status } }
  userErrors { __typename ... on UserError { code: errorCode path } ... on InvalidPaymentStateError { status } }
} }`;

async function retry(caller: UserCaller, orderId: string, paymentMethodId: string, idempotencyKey = v7()) {
  const input = { orderId, paymentMethodId, idempotencyKey };
  const { data, errors } = await w.client.query(mutation, { input }, caller);
  expect(errors).toBeUndefined();
  return data?.paymentRetry;
}

test('after a decline another card pays', async () => {
  const { caller, order } = await w.reserved('pm_card_chargeDeclined');
  await w.reaches(caller, order.orderId, 'FAILED');
  const response = await retry(caller, order.orderId, await w.addMethod(caller, 'pm_card_mastercard'));
  expect(response.payment).toMatchObject({ status: 'PENDING', version: 4 });
  const paid = await w.reaches(caller, order.orderId, 'AUTHORIZED');
  expect(paid).toMatchObject({
    version: 5,
    method: { label: 'Mastercard •••• 4444' },
    attempts: [
      { number: 1, status: 'FAILED' },
      { number: 2, status: 'AUTHORIZED' },
    ],
  });
});

test('an attempt that waits for the customer is first cancelled at the provider', async () => {
  const { caller, order } = await w.reserved('pm_card_authenticationRequired');
  const waiting = await w.reaches(caller, order.orderId, 'ACTION_REQUIRED');
  const { redirectUrl } = waiting.nextAction as { redirectUrl: string };
  await retry(caller, order.orderId, await w.addMethod(caller, 'pm_card_visa'));
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  const kinds = w.provider
    .ledger()
    .filter((entry) => entry.intent?.metadata.order_id === order.orderId)
    .map((entry) => `${entry.kind} ${entry.intent?.metadata.attempt}`);
  expect(kinds).toEqual(['action_required 1', 'released 1', 'authorized 2']);
  const page = await fetch(redirectUrl, {
    method: 'POST',
    body: new URLSearchParams({ outcome: 'complete' }),
  });
  expect(await page.text()).toContain('settled before');
  expect(w.atProvider(order.orderId)).toEqual({
    ...nothing,
    authorised: 2_500,
    openHolds: 1,
    heldAmount: 2_500,
  });
});

test('an attempt that the provider is just working on is voided, the new one holds', async () => {
  w.provider.setFaults({ latencyMs: { min: 200, max: 200 } });
  const caller = customer();
  const [first, second] = [
    await w.addMethod(caller, 'pm_card_visa'),
    await w.addMethod(caller, 'pm_card_visa'),
  ];
  const order = w.order(caller, { methodId: first });
  await order.created();
  await order.reserved();
  await eventually(async () => {
    const { rows } = await w.pool.query(
      `SELECT t.tries FROM payment_tasks t JOIN payments p ON p.id = t.payment_id WHERE p.order_id = $1`,
      [order.orderId],
    );
    expect(rows).toEqual([{ tries: 1 }]);
  });
  const response = await retry(caller, order.orderId, second);
  expect(response.payment).toMatchObject({
    status: 'PENDING',
    attempts: [
      { number: 1, status: 'VOIDED' },
      { number: 2, status: 'PENDING' },
    ],
  });
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  expect(w.atProvider(order.orderId)).toEqual({
    ...nothing,
    authorised: 5_000,
    openHolds: 1,
    heldAmount: 2_500,
  });
});

test('cash may replace a card that waits', async () => {
  const { caller, order } = await w.reserved('pm_card_authenticationRequired');
  await w.reaches(caller, order.orderId, 'ACTION_REQUIRED');
  const response = await retry(caller, order.orderId, await w.addMethod(caller, null));
  expect(response.payment).toMatchObject({ status: 'AUTHORIZED', attempts: [{}, { kind: 'CASH' }] });
  await eventually(() =>
    expect(
      w.provider.ledger().some((e) => e.kind === 'released' && e.intent?.metadata.order_id === order.orderId),
    ).toBe(true),
  );
});

test('ten retries at once leave one hold; one key is one retry', async () => {
  const { caller, order } = await w.reserved('pm_card_chargeDeclined');
  await w.reaches(caller, order.orderId, 'FAILED');
  const methodId = await w.addMethod(caller, 'pm_card_visa');
  const key = v7();
  const responses = await Promise.all(
    Array.from({ length: 10 }, (_, i) => retry(caller, order.orderId, methodId, i < 5 ? key : v7())),
  );
  const done = responses.filter((response) => response.userErrors.length === 0);
  expect(done.length).toBeGreaterThanOrEqual(1);
  for (const response of responses) {
    for (const error of response.userErrors) {
      expect(['InvalidPaymentStateError', 'RequestInFlightError']).toContain(error.__typename);
    }
  }
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  await eventually(() =>
    expect(w.atProvider(order.orderId)).toMatchObject({ openHolds: 1, heldAmount: 2_500 }),
  );
  const { rows } = await w.pool.query(
    `SELECT count(*)::int AS n FROM payment_attempts a JOIN payments p ON p.id = a.payment_id
     WHERE p.order_id = $1 AND a.status IN ('PENDING', 'ACTION_REQUIRED', 'AUTHORIZED')`,
    [order.orderId],
  );
  expect(rows).toEqual([{ n: 1 }]);
});

test('what is held, taken or over is not tried again', async () => {
  const { caller, order } = await w.reserved('pm_card_visa');
  const methodId = await w.addMethod(caller, 'pm_card_visa');
  const refusedWith = (status: string) => [
    {
      __typename: 'InvalidPaymentStateError',
      code: 'INVALID_PAYMENT_STATE',
      path: ['input', 'orderId'],
      status,
    },
  ];
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  expect((await retry(caller, order.orderId, methodId)).userErrors).toEqual(refusedWith('AUTHORIZED'));
  await order.cancelled();
  await w.reaches(caller, order.orderId, 'VOIDED');
  expect((await retry(caller, order.orderId, methodId)).userErrors).toEqual(refusedWith('VOIDED'));
});

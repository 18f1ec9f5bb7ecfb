import type { UserCaller } from '@nakku/identity';
import { admin, customer, operator } from '@nakku/testkit';
import { v7 } from 'uuid';
import { startPaymentsHarness } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

let w: PaymentsHarness;
beforeAll(async () => {
  w = await startPaymentsHarness({
    env: {
      PAYMENTS_STAFF_REFUND_MAX: '20',
      PAYMENTS_STAFF_REFUND_DAILY_MAX: '30',
      PAYMENTS_CARD_ATTEMPTS_PER_ORDER: '3',
      PAYMENTS_CARD_RETRIES_PER_HOUR: '4',
      PAYMENTS_CARDS_ADDED_PER_DAY: '5',
    },
  });
});
afterAll(() => w.stop());

const storeId = v7();
const EUR = 'EUR';

async function captured(amount: number) {
  const caller = customer();
  const order = w.order(caller, { methodId: await w.addMethod(caller, 'pm_card_visa'), amount, storeId });
  await order.created();
  await order.reserved();
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  await order.completed();
  await w.reaches(caller, order.orderId, 'CAPTURED');
  return order.orderId;
}

async function refund(caller: UserCaller, orderId: string, amount: number | null) {
  const { data, errors } = await w.client.query(
    `mutation ($input: PaymentRefundInput!) { paymentRefund(input: $input) { refund { amount { amount } }
      userErrors { __typename ... on UserError { code: errorCode path } ... on RefundLimitError { limit { amount currency } retryAt } } } }`,
    { input: { orderId, amount, reason: 'Broken', idempotencyKey: v7() } },
    caller,
  );
  expect(errors).toBeUndefined();
  return data?.paymentRefund;
}

test('one of the staff refunds a bounded amount at once and within a day; admins do not have a limit', async () => {
  const [large, small] = [await captured(5_000), await captured(3_000)];
  const packer = operator([storeId]);
  const over = (amount: number, retryAt: unknown) => [
    {
      __typename: 'RefundLimitError',
      code: 'REFUND_LIMIT',
      path: ['input', 'amount'],
      limit: { amount, currency: EUR },
      retryAt,
    },
  ];
  expect((await refund(packer, large, null)).userErrors).toEqual(over(2_000, null));
  expect((await refund(packer, large, 2_000)).userErrors).toEqual([]);
  // The day's limit counts over all payments, and what was refused does not count.
  expect((await refund(packer, small, 1_001)).userErrors).toEqual(over(3_000, expect.any(String)));
  expect((await refund(packer, small, 1_000)).userErrors).toEqual([]);
  expect((await refund(packer, small, 1)).userErrors).toEqual(over(3_000, expect.any(String)));
  // A colleague has a limit of their own.
  expect((await refund(operator([storeId]), small, 1)).userErrors).toEqual([]);
  expect((await refund(admin(), large, null)).refund).toEqual({ amount: { amount: 3_000 } });
  const { rows } = await w.pool.query('SELECT used FROM payment_budgets WHERE kind = $1 AND subject = $2', [
    'refund',
    `${packer.userId}:${EUR}`,
  ]);
  expect(rows).toEqual([{ used: '3000' }]);
});

test('ten refunds at once by one of the staff stay within the day', async () => {
  const orderId = await captured(9_000);
  const packer = operator([storeId]);
  const results = await Promise.all(Array.from({ length: 10 }, () => refund(packer, orderId, 500)));
  expect(results.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(6);
});

async function retry(caller: UserCaller, orderId: string, paymentMethodId: string) {
  const { data } = await w.client.query(
    `mutation ($input: PaymentRetryInput!) { paymentRetry(input: $input) { payment { status }
      userErrors { __typename ... on UserError { code: errorCode path } ... on PaymentAttemptLimitError { limit retryAt } } } }`,
    { input: { orderId, paymentMethodId, idempotencyKey: v7() } },
    caller,
  );
  return data?.paymentRetry;
}

const usedUp = (limit: number, retryAt: unknown, path: readonly string[]) => [
  { __typename: 'PaymentAttemptLimitError', code: 'PAYMENT_ATTEMPT_LIMIT', path, limit, retryAt },
];

test('an order has a number of attempts by card, and so has its customer; cash pays still', async () => {
  const { caller, order } = await w.reserved('pm_card_chargeDeclined');
  const methodId = await w.addMethod(caller, 'pm_card_chargeDeclined');
  const fails = async (orderId: string): Promise<void> => {
    await w.reaches(caller, orderId, 'FAILED');
  };
  const path = ['input', 'paymentMethodId'];
  for (let attempt = 2; attempt <= 3; attempt += 1) {
    await fails(order.orderId);
    expect((await retry(caller, order.orderId, methodId)).userErrors).toEqual([]);
  }
  await fails(order.orderId);
  expect((await retry(caller, order.orderId, methodId)).userErrors).toEqual(usedUp(3, null, path));
  // The next order of the same customer has attempts of its own; the customer has two left.
  const next = w.order(caller, { methodId });
  await next.created();
  await next.reserved();
  for (let attempt = 2; attempt <= 3; attempt += 1) {
    await fails(next.orderId);
    expect((await retry(caller, next.orderId, methodId)).userErrors).toEqual([]);
  }
  const third = w.order(caller, { methodId });
  await third.created();
  await third.reserved();
  await fails(third.orderId);
  expect((await retry(caller, third.orderId, methodId)).userErrors).toEqual(
    usedUp(4, expect.any(String), path),
  );
  expect(await w.payment(caller, third.orderId)).toMatchObject({
    status: 'FAILED',
    attempts: [{ number: 1 }],
  });
  const cash = await w.addMethod(caller, null);
  expect((await retry(caller, third.orderId, cash)).payment).toEqual({ status: 'AUTHORIZED' });
});

test('cards can be tried a number of times within a day, those that are refused counted in', async () => {
  const caller = customer();
  const add = async (cardToken: string | null) => {
    const kind = cardToken === null ? 'CASH' : 'CARD';
    const { data } = await w.client.query(
      `mutation ($input: PaymentMethodAddInput!) { paymentMethodAdd(input: $input) {
        userErrors { __typename ... on UserError { code: errorCode path } ... on PaymentAttemptLimitError { limit retryAt } } } }`,
      { input: { kind, cardToken, idempotencyKey: v7() } },
      caller,
    );
    return data?.paymentMethodAdd.userErrors;
  };
  for (let tried = 1; tried <= 5; tried += 1) {
    expect(await add('pm_card_unheard_of')).toMatchObject([{ __typename: 'CardRefusedError' }]);
  }
  const calls = w.provider.ledger().length;
  expect(await add('pm_card_visa')).toEqual(usedUp(5, expect.any(String), ['input', 'cardToken']));
  expect(w.provider.ledger()).toHaveLength(calls);
  expect(await add(null)).toEqual([]);
});

import { captureEvents, customer, eventually } from '@nakku/testkit';
import { startPaymentsHarness } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

let w: PaymentsHarness;
beforeAll(async () => {
  w = await startPaymentsHarness();
});
afterAll(() => w.stop());

test('an erased customer’s cards are removed and forgotten, and the payment stays', async () => {
  const { caller, order } = await w.reserved('pm_card_visa');
  const { userId } = caller;
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  await order.completed();
  await w.reaches(caller, order.orderId, 'CAPTURED');
  const capture = await captureEvents(w.world.topicPrefix, ['payment-methods']);
  const user = {
    userId,
    status: 'DELETED',
    roles: ['customer'],
    storeIds: [],
    roleVersion: 2,
    addresses: [],
  };
  const data = { user, at: new Date().toISOString() };
  await w.producer.send({ topic: 'users', type: 'user.deleted', subject: userId, sequence: 2, data });
  const removed = await capture.waitFor('payment_method.removed', {
    where: (event) => JSON.stringify(event.data).includes(userId),
  });
  await capture.stop();
  const select = async (sql: string) => (await w.pool.query(sql, [userId])).rows;
  await eventually(async () =>
    expect(
      await select(
        `SELECT id, provider_token, provider_customer, card_brand, card_last4, deleted_at IS NOT NULL AS removed
         FROM payment_methods WHERE customer_id = $1`,
      ),
    ).toEqual([
      {
        id: removed.subject,
        provider_token: 'erased',
        provider_customer: null,
        card_brand: 'erased',
        card_last4: '0000',
        removed: true,
      },
    ]),
  );
  expect(
    await select('SELECT provider_customer, method_count FROM payment_customers WHERE customer_id = $1'),
  ).toEqual([{ provider_customer: null, method_count: 0 }]);
  expect(
    await select(
      `SELECT a.token, a.provider_customer, a.provider_ref IS NOT NULL AS known, p.status, p.captured
       FROM payment_attempts a JOIN payments p ON p.id = a.payment_id WHERE p.customer_id = $1`,
    ),
  ).toEqual([{ token: null, provider_customer: null, known: true, status: 'CAPTURED', captured: '2500' }]);
});

test('a method that is added after the erasing is kept by nobody, also where there was none before', async () => {
  const caller = customer();
  const user = {
    userId: caller.userId,
    status: 'DELETED',
    roles: ['customer'],
    storeIds: [],
    roleVersion: 2,
    addresses: [],
  };
  const data = { user, at: new Date().toISOString() };
  await w.producer.send({ topic: 'users', type: 'user.deleted', subject: caller.userId, sequence: 2, data });
  const select = async (sql: string) => (await w.pool.query(sql, [caller.userId])).rows;
  await eventually(async () =>
    expect(
      await select('SELECT erased_at IS NOT NULL AS erased FROM payment_customers WHERE customer_id = $1'),
    ).toEqual([{ erased: true }]),
  );
  const { errors } = await w.client.query(
    `mutation($input: PaymentMethodAddInput!) { paymentMethodAdd(input: $input) { paymentMethod { id } } }`,
    { input: { kind: 'CARD', cardToken: 'pm_card_visa', isDefault: true, idempotencyKey: 'late' } },
    caller,
  );
  expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  expect(await select('SELECT 1 FROM payment_methods WHERE customer_id = $1')).toEqual([]);
  expect(await select('SELECT provider_customer FROM payment_customers WHERE customer_id = $1')).toEqual([
    { provider_customer: null },
  ]);
  expect(
    (await w.pool.query(`SELECT 1 FROM platform.idempotency_keys WHERE caller_id = $1`, [caller.userId]))
      .rows,
  ).toEqual([]);
});

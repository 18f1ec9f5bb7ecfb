import type { UserCaller } from '@nakku/identity';
import { demoCustomer, demoPaymentMethods } from '@nakku/demo';
import { captureEvents, customer } from '@nakku/testkit';
import { PrismaPg } from '@prisma/adapter-pg';
import { v7 } from 'uuid';
import { seedDemoMethods } from '../src/commands/seedDemoMethods.ts';
import { PrismaClient } from '../src/generated/prisma/client.ts';
import { startPaymentsHarness } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

let w: PaymentsHarness;
beforeAll(async () => {
  w = await startPaymentsHarness();
});
afterAll(() => w.stop());
afterEach(() => w.provider.setFaults({}));

async function add(caller: UserCaller, input: Record<string, unknown>) {
  const { data, errors } = await w.client.query(
    `mutation ($input: PaymentMethodAddInput!) { paymentMethodAdd(input: $input) {
      paymentMethod { id kind label cardBrand cardLast4 isDefault } userErrors { __typename } } }`,
    { input: { idempotencyKey: v7(), ...input } },
    caller,
  );
  return { ...data?.paymentMethodAdd, errors };
}

async function list(caller: UserCaller): Promise<{ id: string; label: string; isDefault: boolean }[]> {
  const { data } = await w.client.query('{ paymentMethods { id label isDefault } }', {}, caller);
  return data?.paymentMethods;
}

const visa = { kind: 'CARD', cardToken: 'pm_card_visa' };

test('the first method is the default, another may take its place', async () => {
  const caller = customer();
  expect(await list(caller)).toEqual([]);
  const first = await add(caller, visa);
  expect(first.paymentMethod).toMatchObject({
    kind: 'CARD',
    label: 'Visa •••• 4242',
    cardBrand: 'visa',
    cardLast4: '4242',
    isDefault: true,
  });
  const cash = await add(caller, { kind: 'CASH' });
  expect(cash.paymentMethod).toMatchObject({ label: 'Cash at the door', cardBrand: null, isDefault: false });
  const third = await add(caller, { kind: 'CARD', cardToken: 'pm_card_mastercard', isDefault: true });
  expect((await list(caller)).map(({ label, isDefault }) => [label, isDefault])).toEqual([
    ['Mastercard •••• 4444', true],
    ['Visa •••• 4242', false],
    ['Cash at the door', false],
  ]);
  const setDefault =
    'mutation ($id: ID!) { paymentMethodSetDefault(paymentMethodId: $id) { paymentMethod { isDefault } } }';
  await w.client.query(setDefault, { id: cash.paymentMethod.id }, caller);
  expect((await list(caller))[0]).toMatchObject({ label: 'Cash at the door', isDefault: true });
  const remove =
    'mutation ($id: ID!) { paymentMethodRemove(paymentMethodId: $id) { removedPaymentMethodId userErrors { __typename } } }';
  const removed = await w.client.query(remove, { id: cash.paymentMethod.id }, caller);
  expect(removed.data?.paymentMethodRemove.removedPaymentMethodId).toBe(cash.paymentMethod.id);
  expect((await list(caller)).map(({ id, isDefault }) => [id, isDefault])).toEqual([
    [first.paymentMethod.id, true],
    [third.paymentMethod.id, false],
  ]);
  const again = await w.client.query(remove, { id: cash.paymentMethod.id }, caller);
  expect(again.data?.paymentMethodRemove.userErrors).toEqual([{ __typename: 'NotFoundError' }]);
});

test('one key adds one method, here and at the provider', async () => {
  const caller = customer();
  const idempotencyKey = v7();
  const first = await add(caller, { ...visa, idempotencyKey });
  const second = await add(caller, { ...visa, idempotencyKey });
  expect(second.paymentMethod.id).toBe(first.paymentMethod.id);
  const other = await add(caller, { kind: 'CASH', idempotencyKey });
  expect(other.userErrors).toEqual([{ __typename: 'IdempotencyKeyReusedError' }]);
  const attached = w.provider.ledger().filter((entry) => entry.kind === 'method_attached');
  const { rows } = await w.pool.query(
    'SELECT provider_token AS token FROM payment_methods WHERE customer_id = $1',
    [caller.userId],
  );
  expect(attached.filter((entry) => entry.method?.object.id === rows[0]?.token)).toHaveLength(1);
  expect(rows).toHaveLength(1);
});

test('forty at once end at twenty, with one default', async () => {
  const caller = customer();
  const responses = await Promise.all(
    Array.from({ length: 40 }, () => add(caller, { kind: 'CASH', isDefault: true })),
  );
  const refused = responses.filter((response) => response.paymentMethod === null);
  expect(refused).toHaveLength(20);
  expect(new Set(refused.map((response) => response.userErrors[0].__typename))).toEqual(
    new Set(['PaymentMethodLimitError']),
  );
  const methods = await list(caller);
  expect(methods).toHaveLength(20);
  expect(methods.filter((method) => method.isDefault)).toHaveLength(1);
});

test('a provider that does not answer is no refusal of the card', async () => {
  w.provider.setFaults({ unavailableRate: 1 });
  const { errors, paymentMethod } = await add(customer(), visa);
  expect(paymentMethod).toBeUndefined();
  expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
});

test('the demo customer has a card and cash, however often it is seeded, and the card pays', async () => {
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: w.world.databaseUrl }) });
  const emitted: unknown[] = [];
  const tx = { db, emit: (event: unknown) => String(emitted.push(event)) };
  expect([await seedDemoMethods(tx), await seedDemoMethods(tx)]).toEqual([2, 0]);
  expect(emitted).toMatchObject([
    { subject: demoPaymentMethods.card, data: { paymentMethod: { kind: 'CARD' } } },
    { subject: demoPaymentMethods.cash, data: { paymentMethod: { kind: 'CASH' } } },
  ]);
  await db.$disconnect();
  const caller = customer({ userId: demoCustomer.userId });
  expect((await list(caller)).map(({ id, isDefault }) => [id, isDefault])).toEqual([
    [demoPaymentMethods.card, true],
    [demoPaymentMethods.cash, false],
  ]);
  const order = w.order(caller, { methodId: demoPaymentMethods.card });
  await order.created();
  await order.reserved();
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
});

test('a method is published when it is added and when it is removed, and nothing of the card', async () => {
  const caller = customer();
  const capture = await captureEvents(w.world.topicPrefix, ['payment-methods']);
  const { paymentMethod } = await add(caller, visa);
  const { id } = paymentMethod;
  expect(await capture.waitFor('payment_method.added', { subject: id })).toMatchObject({
    key: id,
    sequence: 1,
    data: { paymentMethod: { paymentMethodId: id, customerId: caller.userId, kind: 'CARD' } },
  });
  const remove =
    'mutation ($id: ID!) { paymentMethodRemove(paymentMethodId: $id) { removedPaymentMethodId } }';
  await w.client.query(remove, { id }, caller);
  const removed = await capture.waitFor('payment_method.removed', { subject: id });
  expect(removed).toMatchObject({
    sequence: 2,
    data: { paymentMethod: { paymentMethodId: id, kind: 'CARD' } },
  });
  expect(capture.events.filter(({ subject }) => subject === id)).toHaveLength(2);
  await capture.stop();
});

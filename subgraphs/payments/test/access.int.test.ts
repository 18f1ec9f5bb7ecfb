import type { Caller } from '@nakku/identity';
import { admin, anonymous, courier, customer, operator } from '@nakku/testkit';
import { v7 } from 'uuid';
import { startPaymentsHarness } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

let w: PaymentsHarness;
const carla = customer();
let methodId = '';
let order: ReturnType<PaymentsHarness['order']>;
let paymentId = '';

beforeAll(async () => {
  w = await startPaymentsHarness();
  methodId = await w.addMethod(carla, 'pm_card_visa');
  order = w.order(carla, { methodId });
  await order.created();
  await order.reserved();
  paymentId = String((await w.reaches(carla, order.orderId, 'AUTHORIZED')).id);
});
afterAll(() => w.stop());

async function entities(caller: Caller): Promise<unknown> {
  const representations = [
    { __typename: 'Order', id: order.orderId.toUpperCase() },
    { __typename: 'Payment', id: paymentId.toUpperCase() },
    { __typename: 'PaymentMethod', id: methodId },
  ];
  const { data, errors } = await w.client.query(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Order { payment { id } } ... on Payment { status method { label } } ... on PaymentMethod { label } } }`,
    { representations },
    caller,
  );
  expect(errors).toBeUndefined();
  return data?._entities;
}

const label = 'Visa •••• 4242';
const payment = { status: 'AUTHORIZED', method: { label } };
const nothing = [{ payment: null }, null, null];

test('the customer sees payment and method', async () => {
  expect(await entities(carla)).toEqual([{ payment: { id: paymentId } }, payment, { label }]);
});

test('an admin too', async () => {
  expect(await entities(admin())).toEqual([{ payment: { id: paymentId } }, payment, { label }]);
});

test("the store's operator sees the payment, and its method only as a part of it", async () => {
  expect(await entities(operator([order.storeId]))).toEqual([{ payment: { id: paymentId } }, payment, null]);
});

test.each([
  ['a guest', anonymous()],
  ['another customer', customer()],
  ["another store's operator", operator([v7()])],
  ['a courier', courier()],
])('for %s there is no such thing', async (_, caller) => {
  expect(await entities(caller)).toEqual(nothing);
});

test('references that name nothing are null, whatever they look like', async () => {
  const representations = [
    { __typename: 'Order', id: 'nonsense' },
    { __typename: 'Order', id: v7() },
    { __typename: 'Payment', id: 'nonsense' },
    { __typename: 'PaymentMethod', id: v7() },
  ];
  const { data } = await w.client.query(
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Order { payment { id } } ... on Payment { id } ... on PaymentMethod { id } } }`,
    { r: representations },
    admin(),
  );
  expect(data?._entities).toEqual([{ payment: null }, { payment: null }, null, null]);
});

test('a guest, and who is no customer, has no list of methods', async () => {
  const query = '{ paymentMethods { id } }';
  const guest = await w.client.query(query, {}, anonymous());
  expect(guest.data).toEqual({ paymentMethods: null });
  expect(guest.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  const rider = await w.client.query(query, {}, courier());
  expect(rider.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});

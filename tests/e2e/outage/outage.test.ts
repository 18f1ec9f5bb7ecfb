import { z } from 'zod';
import { mutation } from '../../../tools/src/client/index.ts';
import type { Customer } from '../harness/accounts.ts';
import { api, closeAll, newCustomer } from '../harness/accounts.ts';
import { brokenInvariants } from '../harness/invariants.ts';
import { post } from '../harness/raw.ts';
import { cancel, order, orderInStatus, orderOf, orderWhen, product } from '../harness/shopping.ts';
import type { Courier } from '../harness/staff.ts';
import { courierOnShift, pack } from '../harness/staff.ts';
import { system } from '../harness/system.ts';
import { until } from '../harness/waiting.ts';
import { stepsOf, watchOrder } from '../harness/watch.ts';

const { productId, name } = product(80);
/** A broker that starts, and services that find it again. */
const BACK_MS = 60_000;
let courier: Courier;
let customer: Customer;
let other: Customer;
beforeAll(async () => {
  courier = await courierOnShift();
  [customer, other] = await Promise.all([newCustomer('Otto Outage'), newCustomer('Ottilie Outage')]);
});
afterAll(async () => {
  // Whatever failed: the next scenarios need them.
  for (const server of ['kafka', 'redis'] as const) await system.start(server).catch(() => undefined);
  await closeAll();
});

async function deliver(orderId: string): Promise<void> {
  await pack(orderId);
  const deliveryId = await courier.accept(orderId);
  await courier.arrive(deliveryId);
  await courier.pickUp(deliveryId);
  const { delivery } = await orderInStatus(customer, orderId, 'OUT_FOR_DELIVERY');
  await courier.handOver(deliveryId, delivery?.handoverCode ?? '');
}

test('without the broker orders are taken, and cancelled; when it is back they go on', async () => {
  await system.stop('kafka');
  const line = [{ productId, quantity: 1 }];
  const { orderId } = await order(customer, line);
  const watch = watchOrder(customer, orderId);
  const cancelled = await order(other, line);
  expect(await cancel(other, cancelled.orderId)).toBe('CANCELLED');
  await watch.step('PLACED');
  expect((await orderOf(customer, orderId)).status).toBe('PLACED');
  const ready = await fetch(`${system.url('orders')}/ready`);
  expect(ready.status).toBe(200);
  await system.start('kafka');
  await watch.step('CONFIRMED', BACK_MS);
  await orderWhen(customer, orderId, ({ delivery }) => delivery !== null, BACK_MS);
  await deliver(orderId);
  await watch.step('PAYMENT_UPDATED', BACK_MS);
  await watch.stop();
  const { timeline } = await orderOf(customer, orderId);
  expect(stepsOf(watch.updates.map(({ step }) => step))).toEqual(stepsOf(timeline));
  const end = await orderWhen(
    other,
    cancelled.orderId,
    ({ payment }) => payment?.status === 'VOIDED',
    BACK_MS,
  );
  expect(end).toMatchObject({ status: 'CANCELLED', cancelReason: 'CUSTOMER_REQUEST' });
}, 180_000);

const login = mutation<{ input: { email: string; password: string } }>()(
  `mutation SessionCreate($input: SessionCreateInput!) {
    sessionCreate(input: $input) { user { id } tokens { refreshToken } userErrors { ...Refusal } }
  }`,
  z.object({ user: z.object({ id: z.string() }), tokens: z.object({ refreshToken: z.string() }) }),
);
const refresh = mutation<{ refreshToken: string }>()(
  `mutation SessionRefresh($refreshToken: String!) {
    sessionRefresh(refreshToken: $refreshToken) { tokens { refreshToken } userErrors { ...Refusal } }
  }`,
  z.object({ tokens: z.object({ refreshToken: z.string() }) }),
);

test('without Redis shopping and watching go on, logins are refused, sessions can be renewed', async () => {
  const input = { email: other.email, password: other.password };
  const { refreshToken } = (await api.execute(login, { input })).tokens;
  await system.stop('redis');
  const browsed = await post({
    query: 'query ($search: String!) { products(search: $search, first: 5) { edges { node { id } } } }',
    variables: { search: name },
  });
  expect(JSON.stringify(browsed.data)).toContain(productId);

  const { orderId } = await order(customer, [{ productId, quantity: 1 }]);
  const watch = watchOrder(customer, orderId);
  await watch.inStatus('CONFIRMED');
  await orderWhen(customer, orderId, ({ delivery }) => delivery !== null);
  await expect(api.execute(login, { input })).rejects.toThrow('LOGIN_UNAVAILABLE');
  expect((await api.execute(refresh, { refreshToken })).tokens.refreshToken).toMatch(/\S{20}/);
  await deliver(orderId);
  await watch.step('PAYMENT_UPDATED');
  await watch.stop();
  const { timeline, status } = await orderOf(customer, orderId);
  expect(status).toBe('DELIVERED');
  const first = watch.updates[0]?.sequence ?? 0;
  expect(stepsOf(watch.updates.map(({ step }) => step))).toEqual(
    stepsOf(timeline).filter(({ sequence }) => sequence >= first),
  );

  await system.start('redis');
  const again = () => api.execute(login, { input }).then(({ user }) => user.id, String);
  expect(await until(again, (id) => id === other.userId)).toBe(other.userId);
}, 180_000);

test('after all of it every invariant holds', async () => {
  expect(await brokenInvariants()).toBe('');
}, 90_000);

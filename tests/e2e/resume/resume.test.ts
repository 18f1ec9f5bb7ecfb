import type { Customer } from '../harness/accounts.ts';
import { closeAll, newCustomer } from '../harness/accounts.ts';
import { brokenInvariants } from '../harness/invariants.ts';
import type { OrderUpdate } from '../harness/operations.ts';
import { order, orderInStatus, orderWhen, product } from '../harness/shopping.ts';
import type { Courier } from '../harness/staff.ts';
import { courierOnShift, finishPacking, startPacking } from '../harness/staff.ts';
import { system } from '../harness/system.ts';
import { stepsOf, watchBySocket, watchOrder } from '../harness/watch.ts';

const { productId } = product(60);
const A_RESTART_MS = 60_000;
let courier: Courier;
let customer: Customer;
beforeAll(async () => {
  courier = await courierOnShift();
  customer = await newCustomer('Resi Resume');
});
afterAll(closeAll);

const placed = async (): Promise<string> =>
  (await order(customer, [{ productId, quantity: 1 }], { handover: 'CODE' })).orderId;

async function deliver(orderId: string): Promise<void> {
  const deliveryId = await courier.accept(orderId);
  await courier.arrive(deliveryId);
  await courier.pickUp(deliveryId);
  const { delivery } = await orderInStatus(customer, orderId, 'OUT_FOR_DELIVERY');
  await courier.handOver(deliveryId, delivery?.handoverCode ?? '');
}

/** What was told is the timeline from its first step on: nothing missed, nothing twice, nothing out of order. */
async function expectWhole(orderId: string, updates: readonly OrderUpdate[]): Promise<void> {
  const { timeline } = await orderWhen(customer, orderId, ({ payment }) => payment?.status === 'CAPTURED');
  const first = updates[0]?.sequence ?? 0;
  expect(stepsOf(updates.map(({ step }) => step))).toEqual(
    stepsOf(timeline).filter(({ sequence }) => sequence >= first),
  );
  expect(timeline.map(({ sequence }) => sequence)).toEqual(timeline.map((_, index) => index + 1));
}

test('a client that drops and comes back with its cursor is told what it missed, then what is new', async () => {
  const orderId = await placed();
  const before = watchOrder(customer, orderId);
  await before.inStatus('CONFIRMED');
  await before.stop();
  const seen = before.updates.length;
  const cursor = before.updates.at(-1)?.cursor;

  await orderWhen(customer, orderId, ({ delivery }) => delivery !== null);
  await startPacking(orderId);
  await finishPacking(orderId);
  await orderInStatus(customer, orderId, 'READY');
  expect(before.updates).toHaveLength(seen);

  const after = watchOrder(customer, orderId, cursor);
  await after.step('READY');
  await deliver(orderId);
  await after.step('PAYMENT_UPDATED');
  await after.stop();
  await expectWhole(orderId, [...before.updates, ...after.updates]);
});

test('a gateway that stops, and one that is killed: the client of the library comes back and misses nothing', async () => {
  const orderId = await placed();
  const watch = watchBySocket(customer, orderId, { retryAttempts: 1_000 });
  await watch.begins();
  await system.restart('gateway');
  await orderWhen(customer, orderId, ({ delivery }) => delivery !== null);
  await startPacking(orderId);
  await watch.step('PACKING_STARTED', A_RESTART_MS);
  await system.kill('gateway');
  await finishPacking(orderId);
  await deliver(orderId);
  await watch.step('PAYMENT_UPDATED', A_RESTART_MS);
  await watch.stop();
  expect(watch.closeCodes.slice(0, 2)).toEqual([1012, expect.any(Number)]);
  expect(watch.connections).toBe(3);
  await expectWhole(orderId, watch.updates);
}, 120_000);

test('orders stops, and is killed: the client keeps its socket and its subscription, and misses nothing', async () => {
  const orderId = await placed();
  const watch = watchBySocket(customer, orderId, { retryAttempts: 0 });
  await watch.inStatus('CONFIRMED');
  await system.restart('orders');
  await orderWhen(customer, orderId, ({ delivery }) => delivery !== null);
  await startPacking(orderId);
  await watch.step('PACKING_STARTED', A_RESTART_MS);
  await system.kill('orders');
  await finishPacking(orderId);
  await deliver(orderId);
  await watch.step('PAYMENT_UPDATED', A_RESTART_MS);
  expect([watch.connections, watch.closeCodes]).toEqual([1, []]);
  await watch.stop();
  await expectWhole(orderId, watch.updates);
}, 120_000);

test('after all of it every invariant holds', async () => {
  expect(await brokenInvariants()).toBe('');
}, 90_000);

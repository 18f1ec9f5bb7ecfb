import type { Customer } from '../harness/accounts.ts';
import { closeAll, newCustomer } from '../harness/accounts.ts';
import { brokenInvariants } from '../harness/invariants.ts';
import { providerTotals } from '../harness/provider.ts';
import { order, orderInStatus, orderWhen, product } from '../harness/shopping.ts';
import type { Courier } from '../harness/staff.ts';
import { courierOnShift, finishPacking, startPacking } from '../harness/staff.ts';
import { system } from '../harness/system.ts';
import { stepsOf, watchOrder } from '../harness/watch.ts';

const { productId } = product(50);
/** A start on a busy machine, and the session time-out of the consumer group that lost its member. */
const A_RESTART_MS = 60_000;

let courier: Courier;
let customer: Customer;
beforeAll(async () => {
  courier = await courierOnShift();
  customer = await newCustomer('Kira Kill');
});
afterAll(closeAll);

/** Each in the moment that it matters most: as the order is placed, or as the courier has accepted it. */
test.each([
  ['gateway', 'accepted'],
  ['users', 'accepted'],
  ['products', 'placed'],
  ['inventory', 'placed'],
  ['cart', 'placed'],
  ['orders', 'placed'],
  ['payments', 'placed'],
  ['delivery', 'accepted'],
] as const)(
  'kill -9 of %s as an order is %s: it comes back, the order is delivered, its watcher misses nothing',
  async (service, moment) => {
    const pid = await system.pid(service);
    const { orderId, total } = await order(customer, [{ productId, quantity: 1 }]);
    const watch = watchOrder(customer, orderId);
    await watch.begins();
    if (moment === 'placed') await system.kill(service);
    await orderWhen(customer, orderId, ({ delivery }) => delivery !== null, A_RESTART_MS);

    await startPacking(orderId);
    await finishPacking(orderId);
    const deliveryId = await courier.accept(orderId);
    if (moment === 'accepted') await system.kill(service);
    await courier.arrive(deliveryId);
    await courier.pickUp(deliveryId);
    const { delivery } = await orderInStatus(customer, orderId, 'OUT_FOR_DELIVERY');
    await courier.handOver(deliveryId, delivery?.handoverCode ?? '');
    await watch.step('PAYMENT_UPDATED', A_RESTART_MS);
    await watch.stop();
    await system.whenReady(service);
    expect(await system.pid(service)).not.toBe(pid);

    const { status, timeline, payment } = await orderWhen(
      customer,
      orderId,
      (found) => found.payment?.status === 'CAPTURED',
    );
    expect(status).toBe('DELIVERED');
    expect(payment?.attempts).toEqual([{ number: 1, status: 'CAPTURED', failureReason: null }]);
    expect(timeline.map(({ sequence }) => sequence)).toEqual(timeline.map((_, index) => index + 1));
    const first = watch.updates[0]?.sequence ?? 0;
    const received = watch.updates.map(({ step }) => step);
    expect(stepsOf(received)).toEqual(stepsOf(timeline).filter(({ sequence }) => sequence >= first));
    expect(await providerTotals(orderId)).toEqual({
      authorised: total,
      captured: total,
      captures: 1,
      refunded: 0,
      openHolds: 0,
      heldAmount: 0,
    });
  },
  120_000,
);

test('after all of it every invariant holds', async () => {
  expect(await brokenInvariants()).toBe('');
}, 90_000);

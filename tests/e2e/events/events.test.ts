import type { Customer } from '../harness/accounts.ts';
import { closeAll, newCustomer, paymentMethod } from '../harness/accounts.ts';
import { digests } from '../harness/digest.ts';
import { brokenInvariants } from '../harness/invariants.ts';
import { forgetOffsets, publishAgain, readTopic, readers, untilRead } from '../harness/log.ts';
import { counterOf } from '../harness/metrics.ts';
import { cancel, order, orderInStatus, orderWhen, product } from '../harness/shopping.ts';
import { courierOnShift, pack } from '../harness/staff.ts';
import { SUBGRAPHS, system } from '../harness/system.ts';
import { stepsOf, watchOrder } from '../harness/watch.ts';

afterAll(closeAll);

const { productId } = product(40);
const TOPICS = [
  ...['users', 'products', 'inventory', 'reservations', 'cart', 'orders'],
  ...['payments', 'payment-methods', 'delivery', 'notifications'],
];
/** Who consumes events that an order causes. */
const CONSUMERS_OF_ORDERS = [
  ...(['cart', 'delivery', 'inventory', 'notifications', 'orders', 'payments', 'users'] as const),
];
/** Who consumes events of others: besides, of stores, and of products that a store has or has not. */
const CONSUMERS = [...CONSUMERS_OF_ORDERS, 'locations', 'products'] as const;
/** Besides, analytics, which needs no inbox: what it makes of an event is the same in any order and however often it comes. */
const READERS = [...CONSUMERS, 'analytics'] as const;

const duplicates = async (): Promise<Record<string, number>> =>
  Object.fromEntries(
    await Promise.all(
      CONSUMERS.map(async (name) => [name, await counterOf(name, 'inbox_duplicates_total')] as const),
    ),
  );

async function deliverOne(customer: Customer): Promise<string> {
  const { orderId } = await order(customer, [{ productId, quantity: 1 }]);
  const watch = watchOrder(customer, orderId);
  await watch.inStatus('CONFIRMED');
  const courier = await courierOnShift();
  await pack(orderId);
  const deliveryId = await courier.accept(orderId);
  await courier.arrive(deliveryId);
  await courier.pickUp(deliveryId);
  const { delivery } = await orderInStatus(customer, orderId, 'OUT_FOR_DELIVERY');
  await courier.handOver(deliveryId, delivery?.handoverCode ?? '');
  await watch.step('PAYMENT_UPDATED');
  const { timeline } = await orderWhen(customer, orderId, ({ payment }) => payment?.status === 'CAPTURED');
  await watch.stop();
  const [first] = watch.updates;
  expect(stepsOf(watch.updates.map(({ step }) => step))).toEqual(
    stepsOf(timeline).filter(({ sequence }) => sequence >= (first?.sequence ?? 0)),
  );
  return orderId;
}

async function cancelOne(customer: Customer): Promise<void> {
  const { orderId } = await order(customer, [{ productId, quantity: 1 }]);
  await orderInStatus(customer, orderId, 'CONFIRMED');
  await cancel(customer, orderId);
  await orderWhen(
    customer,
    orderId,
    ({ status, payment }) => status === 'CANCELLED' && payment?.status === 'VOIDED',
  );
}

async function cancelUnpaid(customer: Customer): Promise<void> {
  const methodId = await paymentMethod(customer.account, 'pm_card_chargeDeclined');
  const { orderId } = await order(customer, [{ productId, quantity: 1 }], { methodId });
  await orderWhen(customer, orderId, ({ payment }) => payment?.status === 'FAILED');
  await cancel(customer, orderId);
}

test('orders end as they should while deliveries are duplicated, reordered, delayed and fail', async () => {
  const faults = 'duplicate=0.3,reorder=0.3,delay=0.2,fail=0.2';
  await Promise.all(
    SUBGRAPHS.map((name, index) => system.restart(name, { EVENT_FAULTS: `seed=${index + 1},${faults}` })),
  );
  const customers = await Promise.all([1, 2, 3, 4].map((n) => newCustomer(`Dora${n} Double`)));
  const [a, b, c, d] = customers;
  if (!a || !b || !c || !d) throw new Error('nobody came');
  await Promise.all([deliverOne(a), deliverOne(b), cancelOne(c), cancelUnpaid(d)]);
  expect(await brokenInvariants()).toBe('');
  const seen = await duplicates();
  expect(CONSUMERS_OF_ORDERS.filter((name) => seen[name] === 0)).toEqual([]);
}, 60_000);

test('reprocessing every topic from its beginning changes nothing', async () => {
  const before = await digests();
  const groups = await readers();
  expect([...groups.keys()]).toEqual([...READERS].sort());
  await Promise.all(SUBGRAPHS.map((name) => system.stop(name)));
  await forgetOffsets(groups);
  await Promise.all(SUBGRAPHS.map((name) => system.start(name, { EVENT_FAULTS: '' })));
  await untilRead(groups);
  const seen = await duplicates();
  expect(CONSUMERS.filter((name) => seen[name] === 0)).toEqual([]);
  expect(await digests()).toEqual(before);
}, 60_000);

test('every event once more, the last one first, changes nothing', async () => {
  const before = await digests();
  const counted = await duplicates();
  let published = 0;
  for (const topic of TOPICS) {
    const messages = await readTopic(topic);
    await publishAgain(topic, messages.reverse());
    published += messages.length;
  }
  expect(published).toBeGreaterThan(100);
  await untilRead(await readers());
  const after = await duplicates();
  expect(CONSUMERS.filter((name) => (after[name] ?? 0) <= (counted[name] ?? 0))).toEqual([]);
  expect(await digests()).toEqual(before);
  expect(await brokenInvariants()).toBe('');
}, 60_000);

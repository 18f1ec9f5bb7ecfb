import { customer, eventProducer, eventually } from '@nakku/testkit';
import type { EventProducer } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness, Placed } from './harness.ts';
import { published } from './otherContexts.ts';
import { reach } from './reach.ts';
import { sampleQuote } from './sampleQuote.ts';

let shop: OrdersHarness;
let producer: EventProducer;
beforeAll(async () => {
  shop = await startOrdersHarness({ ORDERS_ANONYMISE_EVERY_MS: '100' });
  producer = await eventProducer(shop.world.topicPrefix);
}, 60_000);
afterAll(async () => {
  await producer.stop();
  await shop.stop();
});

async function erased(userId: string): Promise<void> {
  const user = {
    userId,
    status: 'DELETED',
    roles: ['customer'],
    storeIds: [],
    roleVersion: 2,
    addresses: [],
  };
  const data = { user, at: new Date().toISOString() };
  await producer.send({ topic: 'users', type: 'user.deleted', subject: userId, sequence: 2, data });
}
const address = async ({ orderId, staff }: Placed) => (await shop.order(orderId, staff)).address;

test('an erased customer’s orders lose what is personal when they have ended, and keep their amounts', async () => {
  const placed = await shop.placed({ attributes: [{ key: 'giftNote', value: 'For Åsa' }] });
  const { orderId, staff, quote } = placed;
  await shop.pool.query(`UPDATE order_lines SET note = 'Ring twice' WHERE order_id = $1`, [orderId]);
  await reach(shop, placed, 'OUT_FOR_DELIVERY');
  const before = (await shop.order(orderId, staff)).totals;
  await erased(placed.customerId);
  await eventually(async () => {
    const { rows } = await shop.pool.query('SELECT 1 FROM erased_customers WHERE customer_id = $1', [
      placed.customerId,
    ]);
    expect(rows).toHaveLength(1);
  });
  // It was placed in the last moment, and is still brought to its door.
  expect(await address(placed)).toEqual(quote.dropoff);
  const on = { courierId: uuidv7() };
  await shop.others.delivery(placed, 'failed', { status: 'FAILED', ...on, reason: 'Mr. Smith was away' });
  await shop.others.delivery(placed, 'updated', { status: 'RETURNING', ...on });
  await shop.others.delivery(placed, 'returned', { status: 'RETURNED', ...on });
  await published(shop.capture, orderId, 10);
  const store = { ...quote.pickup.address, lines: ['Erased'], instructions: null };
  await eventually(async () => expect(await address(placed)).toEqual(store));
  const after = await shop.order(orderId, staff);
  expect(after.totals).toEqual(before);
  expect(after.timeline.find((step: { kind: string }) => step.kind === 'DELIVERY_FAILED').detail).toBe(
    'Erased',
  );
  const { rows } = await shop.pool.query(
    `SELECT o.attributes, o.customer_id, array_agg(l.note) AS notes FROM orders o JOIN order_lines l ON l.order_id = o.id
     WHERE o.id = $1 GROUP BY o.id`,
    [orderId],
  );
  expect(rows).toEqual([
    { attributes: [], customer_id: placed.customerId, notes: quote.lines.map(() => null) },
  ]);
});

test('no order is placed in the name of an erased customer', async () => {
  const caller = customer();
  await erased(caller.userId);
  await eventually(async () => {
    const { rows } = await shop.pool.query('SELECT 1 FROM erased_customers WHERE customer_id = $1', [
      caller.userId,
    ]);
    expect(rows).toHaveLength(1);
  });
  const token = await shop.token(sampleQuote({ customerId: caller.userId }));
  expect((await shop.place(caller, token)).userErrors).toMatchObject([{ code: 'QUOTE_INVALID' }]);
  const { rows } = await shop.pool.query('SELECT 1 FROM orders WHERE customer_id = $1', [caller.userId]);
  expect(rows).toEqual([]);
});

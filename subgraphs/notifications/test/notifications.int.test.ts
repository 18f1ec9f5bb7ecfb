import { anonymous, customer, eventually } from '@nakku/testkit';
import { v7 } from 'uuid';
import { confirmation, startNotificationsHarness, userFields, type NotificationsHarness } from './harness.ts';

let running: NotificationsHarness;
beforeAll(async () => {
  running = await startNotificationsHarness();
});
afterAll(() => running.stop());

const ONE = `query One($id: ID!) { notification(id: $id) { id kind title body german: title(locale: DE)
  order { id } readAt createdAt } }`;
const refund = (amount: number) => ({ refundId: v7(), refundAmount: amount, refundedTotal: amount });

test('a user is notified once of each fact of an order, whatever comes twice', async () => {
  const order = running.newOrder();
  await order.publish('order.confirmed', confirmation());
  await order.publish('delivery.started');
  await order.publish('delivery.updated', { status: 'AT_STORE' });
  await order.publish('delivery.updated', { status: 'NEARBY' });
  await order.publish('delivery.updated', { status: 'NEARBY', eta: new Date().toISOString() });
  await order.publish('order.completed', { status: 'DELIVERED', amount: 1290, currency: 'EUR' });
  await order.publish('payment.refunded', refund(190));
  await order.publish('payment.refunded', refund(200));
  expect(await running.titles(order.customer)).toEqual([
    'You get €2.00 back',
    'You get €1.90 back',
    `Order ${order.orderNumber} is delivered`,
    'Your courier is nearby',
    'Your order is on the way',
    `Order ${order.orderNumber} is confirmed`,
  ]);
  await eventually(() =>
    expect(running.sent(order.customer.userId)).toEqual([
      'notification.sent ORDER_CONFIRMED IN_APP',
      'notification.sent ORDER_ON_THE_WAY IN_APP',
      'notification.sent COURIER_NEARBY IN_APP',
      'notification.sent ORDER_DELIVERED IN_APP',
      'notification.sent ORDER_REFUNDED IN_APP',
      'notification.sent ORDER_REFUNDED IN_APP',
    ]),
  );
});

test('topics that are read again from their beginning notify nobody, even with an empty inbox', async () => {
  const order = running.newOrder();
  await order.publish('order.confirmed', confirmation());
  const before = await running.titles(order.customer);
  await running.pool.query('DELETE FROM platform.inbox');
  await running.pool.query('DELETE FROM platform.stream_positions WHERE key = $1', [order.orderId]);
  await running.publish({
    topic: 'orders',
    type: 'order.confirmed',
    subject: order.orderId,
    sequence: 1,
    data: {
      orderId: order.orderId,
      orderNumber: order.orderNumber,
      customerId: order.customer.userId,
      storeId: v7(),
      cartId: v7(),
      status: 'CONFIRMED',
      at: new Date().toISOString(),
      ...confirmation(),
    },
  });
  expect(before).toEqual([`Order ${order.orderNumber} is confirmed`]);
  expect(await running.titles(order.customer)).toEqual(before);
  expect(await userFields(running.client, order.customer, 'unreadNotificationCount')).toEqual({
    unreadNotificationCount: 1,
  });
});

test('nobody is notified of what happened longer ago than a day', async () => {
  const order = running.newOrder();
  const at = new Date(Date.now() - 86_460_000).toISOString();
  await order.publish('order.confirmed', { ...confirmation(), at });
  expect(await running.titles(order.customer)).toEqual([]);
});

test('a notification is read by its user alone, in English and German', async () => {
  const order = running.newOrder();
  await order.publish('order.cancelled', { reason: 'OUT_OF_STOCK', wasConfirmed: false, lines: [] });
  const fields = await userFields(
    running.client,
    order.customer,
    'notifications(first: 1) { edges { node { id } } }',
  );
  const { id } = fields.notifications.edges[0].node;
  const read = (caller: Parameters<typeof running.client.query>[2]) =>
    running.client.query(ONE, { id: id.toUpperCase() }, caller);
  expect((await read(order.customer)).data?.notification).toEqual({
    id,
    kind: 'ORDER_CANCELLED',
    title: `Order ${order.orderNumber} is cancelled`,
    body: 'The store has too little of an item. What you have paid is returned to you.',
    german: `Bestellung ${order.orderNumber} ist storniert`,
    order: { id: order.orderId },
    readAt: null,
    createdAt: expect.any(String),
  });
  expect((await read(customer())).data?.notification).toBeNull();
  expect((await read(anonymous())).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  const selection = 'unreadNotificationCount notifications(first: 1) { edges { node { id } } }';
  expect(await userFields(running.client, order.customer, selection, customer())).toEqual({
    unreadNotificationCount: null,
    notifications: null,
  });
});

test('pages are newest first and lead back', async () => {
  const buyer = customer();
  for (const amount of [100, 200, 300]) {
    await running.newOrder(buyer).publish('payment.refunded', refund(amount));
  }
  const page = async (args: string) => {
    const fields = await userFields(
      running.client,
      buyer,
      `notifications(${args}) { edges { node { title } } pageInfo { endCursor startCursor hasNextPage hasPreviousPage } }`,
    );
    const { edges, pageInfo } = fields.notifications;
    return { titles: edges.map((edge: { node: { title: string } }) => edge.node.title), ...pageInfo };
  };
  const first = await page('first: 2');
  expect(first).toMatchObject({
    titles: ['You get €3.00 back', 'You get €2.00 back'],
    hasNextPage: true,
    hasPreviousPage: false,
  });
  const second = await page(`first: 2, after: "${first.endCursor}"`);
  expect(second).toMatchObject({ titles: ['You get €1.00 back'], hasNextPage: false, hasPreviousPage: true });
  expect(await page(`last: 1, before: "${second.startCursor}"`)).toMatchObject({
    titles: ['You get €2.00 back'],
    hasNextPage: true,
    hasPreviousPage: true,
  });
});

test('an erased account keeps no notifications and gets none', async () => {
  const order = running.newOrder();
  await order.publish('order.confirmed', confirmation());
  const { userId } = order.customer;
  const user = { userId, status: 'DELETED', roles: [], storeIds: [], roleVersion: 2, addresses: [] };
  await running.publish({
    topic: 'users',
    type: 'user.deleted',
    subject: userId,
    sequence: 2,
    data: { user, at: new Date().toISOString() },
  });
  await order.publish('delivery.started');
  expect(await running.titles(order.customer)).toEqual([]);
  const { rows } = await running.pool.query('SELECT unread_count FROM recipients WHERE user_id = $1', [
    userId,
  ]);
  expect(rows).toEqual([{ unread_count: 0 }]);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { customer, eventually } from '@nakku/testkit';
import { v7 } from 'uuid';
import { confirmation, createdOrder, startNotificationsHarness } from './harness.ts';
import type { NotificationsHarness, TestOrder } from './harness.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nakku-mails-'));
let running: NotificationsHarness;
beforeAll(async () => {
  running = await startNotificationsHarness({
    FAILPOINTS: 'mail.leased=throw,mail.accepted=throw',
    FAILPOINTS_SPENT: folder,
  });
});
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true });
});

type User = ReturnType<typeof customer>;
let versions = 0;

/** What users publishes of a user's address. */
async function reachable(user: User, email: string): Promise<void> {
  versions += 1;
  const data = { userId: user.userId, email, name: 'Anna <Otto>', at: new Date().toISOString() };
  const about = { topic: 'user-contacts', subject: user.userId, sequence: versions };
  await running.publish({ ...about, type: 'user_contact.changed', data });
}

const refund = () => ({ refundId: v7(), refundAmount: 100, refundedTotal: 100 });
const refundOf = async (user: User): Promise<void> =>
  running.newOrder(user).publish('payment.refunded', refund());

/** Every fact of an order that gets to the door. */
async function deliver(order: TestOrder): Promise<void> {
  await order.publish('order.created', createdOrder());
  await order.publish('order.confirmed', confirmation());
  await order.publish('delivery.started');
  await order.publish('delivery.updated', { status: 'NEARBY' });
  await order.publish('order.completed', { status: 'DELIVERED', amount: 757, currency: 'EUR' });
  await order.publish('payment.refunded', refund());
}

/** How the mails of a user ended, and what the mail server last said. */
const ends = async (user: User) => {
  const { rows } = await running.pool.query<{ status: string; failure: string | null; attempts: number }>(
    `SELECT m.status, m.failure, m.attempts FROM mails m JOIN notifications n ON n.id = m.notification_id
      WHERE n.user_id = $1 ORDER BY n.sequence`,
    [user.userId],
  );
  return rows;
};

const failed = (kind: string, reason: string) => ({
  type: 'notification.failed',
  kind,
  channel: 'EMAIL',
  reason,
});
const failuresOf = (user: User) =>
  running.events.events.flatMap(({ type, data }) => {
    const { userId, kind, channel, reason } = data as Record<string, unknown>;
    return userId === user.userId && type === 'notification.failed' ? [{ type, kind, channel, reason }] : [];
  });

test('an order sends exactly its mails, although a worker fails before and after the mail server has one', async () => {
  const order = running.newOrder();
  const { userId } = order.customer;
  await reachable(order.customer, 'golden@customers.example');
  await deliver(order);
  await eventually(
    async () =>
      expect((await ends(order.customer)).map(({ status }) => status)).toEqual(['SENT', 'SENT', 'SENT']),
    { timeoutMs: 30_000 },
  );
  const caught = running.mails.mailsTo('golden@customers.example').reverse();
  const once = [...new Map(caught.map((mail) => [mail.messageId, mail])).values()];
  expect(once.map(({ subject }) => subject).sort()).toEqual([
    `Order ${order.orderNumber} is confirmed`,
    `Order ${order.orderNumber} is delivered`,
    'You get €1.00 back',
  ]);
  // The one whose acceptance was not recorded came twice, with the same Message-ID; no other did.
  expect(caught).toHaveLength(4);
  const { rows } = await running.pool.query<{ id: string }>(
    'SELECT id FROM notifications WHERE user_id = $1 AND id IN (SELECT notification_id FROM mails)',
    [userId],
  );
  expect(once.map(({ messageId }) => messageId).sort()).toEqual(
    rows.map(({ id }) => `${id}@nakku.example`).sort(),
  );
  await eventually(() =>
    expect(
      running
        .sent(userId)
        .filter((line) => line.endsWith('EMAIL'))
        .sort(),
    ).toEqual([
      'notification.sent ORDER_CONFIRMED EMAIL',
      'notification.sent ORDER_DELIVERED EMAIL',
      'notification.sent ORDER_REFUNDED EMAIL',
    ]),
  );
  const receipt = once.find(({ subject }) => subject.endsWith('confirmed'));
  expect(receipt?.from).toBe('orders@nakku.example');
  expect(receipt?.text).toContain(
    '2 × Milk: €2.58\n1 × Bread: €3.00\n\nSubtotal: €5.58\nDelivery: €1.99\nTotal: €7.57',
  );
  expect(receipt?.html).toContain('Hello Anna &lt;Otto&gt;,');
  expect(receipt?.html).toContain(`href="https://nakku.example/orders/${order.orderId}"`);
}, 60_000);

test('what was short is not on the receipt of the delivered order', async () => {
  const order = running.newOrder();
  await reachable(order.customer, 'short@customers.example');
  const placed = createdOrder();
  const [milk, bread] = placed.lines;
  await order.publish('order.created', placed);
  await order.publish('order.totals_changed', {
    totals: { ...placed.totals, subtotal: 129, total: 328, tax: 21 },
    lines: [
      { lineId: milk?.lineId, orderLineId: v7(), productId: milk?.productId, quantity: 1, total: 129 },
      { lineId: bread?.lineId, orderLineId: v7(), productId: bread?.productId, quantity: 0, total: 0 },
    ],
  });
  await order.publish('order.completed', { status: 'DELIVERED', amount: 328, currency: 'EUR' });
  await eventually(() => expect(running.mails.mailsTo('short@customers.example')).toHaveLength(1));
  const [mail] = running.mails.mailsTo('short@customers.example');
  expect(mail?.text).toContain('1 × Milk: €1.29\n\nSubtotal: €1.29\nDelivery: €1.99\nTotal: €3.28');
  expect(mail?.text).not.toContain('Bread');
});

test('a mailbox that does not exist is tried once, and not again until the address changes', async () => {
  const user = customer();
  await reachable(user, 'bounce-1@customers.example');
  await refundOf(user);
  const bounced = { status: 'FAILED', failure: 'BOUNCED', attempts: 1 };
  await eventually(async () => expect(await ends(user)).toEqual([bounced]));
  await reachable(user, 'bounce-1@customers.example');
  await refundOf(user);
  await eventually(async () => expect(await ends(user)).toEqual([bounced, bounced]));
  await eventually(() =>
    expect(failuresOf(user)).toEqual([
      failed('ORDER_REFUNDED', 'BOUNCED'),
      failed('ORDER_REFUNDED', 'BOUNCED'),
    ]),
  );
  await reachable(user, 'mended@customers.example');
  await refundOf(user);
  await eventually(() => expect(running.mails.mailsTo('mended@customers.example')).toHaveLength(1));
});

test('a busy mail server is tried again; what is not sent in time is given up', async () => {
  const user = customer();
  await reachable(user, 'busy-1@customers.example');
  await refundOf(user);
  await eventually(async () => expect((await ends(user))[0]?.attempts).toBeGreaterThan(2));
  await running.pool.query(
    `UPDATE mails SET created_at = now() - interval '2 minutes' WHERE notification_id IN
       (SELECT id FROM notifications WHERE user_id = $1)`,
    [user.userId],
  );
  await eventually(async () =>
    expect(await ends(user)).toEqual([
      { status: 'FAILED', failure: 'EXPIRED', attempts: expect.any(Number) },
    ]),
  );
  await eventually(() => expect(failuresOf(user)).toEqual([failed('ORDER_REFUNDED', 'EXPIRED')]));
});

test('a mail waits for the address; of an erased account nothing is kept or sent', async () => {
  const user = customer();
  await refundOf(user);
  await eventually(async () => expect((await ends(user))[0]?.attempts).toBeGreaterThan(1));
  await reachable(user, 'late@customers.example');
  await eventually(() => expect(running.mails.mailsTo('late@customers.example')).toHaveLength(1));

  const erased = {
    userId: user.userId,
    status: 'DELETED',
    roles: [],
    storeIds: [],
    roleVersion: 2,
    addresses: [],
  };
  const at = new Date().toISOString();
  await running.publish({
    topic: 'users',
    type: 'user.deleted',
    subject: user.userId,
    sequence: 9_000,
    data: { user: erased, at },
  });
  // A contact that arrives afterwards, from another topic, is not kept.
  await reachable(user, 'late@customers.example');
  const { rows } = await running.pool.query('SELECT 1 FROM contacts WHERE user_id = $1', [user.userId]);
  expect(rows).toEqual([]);
  expect(await ends(user)).toEqual([]);
});

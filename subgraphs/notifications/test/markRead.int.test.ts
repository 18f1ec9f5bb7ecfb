import { customer, eventually } from '@nakku/testkit';
import { v7 } from 'uuid';
import { startNotificationsHarness, userFields, type NotificationsHarness } from './harness.ts';

let running: NotificationsHarness;
beforeAll(async () => {
  running = await startNotificationsHarness({ NOTIFICATIONS_PRUNE_EVERY_MS: '100' });
});
afterAll(() => running.stop());

type User = ReturnType<typeof customer>;
const MARK = `mutation Mark($input: NotificationsMarkReadInput!) {
  notificationsMarkRead(input: $input) { unreadCount userErrors { ... on UserError { code: errorCode path } } }
}`;
const mark = async (input: Record<string, unknown>, caller: User) =>
  (await running.client.query(MARK, { input }, caller)).data?.notificationsMarkRead;
const done = (unreadCount: number) => ({ unreadCount, userErrors: [] });

/** A user with so many notifications; their IDs, oldest first. */
async function withNotifications(count: number): Promise<{ user: User; ids: string[] }> {
  const user = customer();
  for (let n = 1; n <= count; n += 1) {
    const refund = { refundId: v7(), refundAmount: n, refundedTotal: n };
    await running.newOrder(user).publish('payment.refunded', refund);
  }
  const { notifications } = await userFields(
    running.client,
    user,
    'notifications(last: 10) { edges { node { id } } }',
  );
  const ids = notifications.edges.map(({ node }: { node: { id: string } }) => node.id);
  return { user, ids: ids.reverse() };
}

const unreadIds = async (user: User): Promise<string[]> => {
  const { rows } = await running.pool.query<{ id: string }>(
    'SELECT id FROM notifications WHERE user_id = $1 AND read_at IS NULL ORDER BY sequence',
    [user.userId],
  );
  return rows.map(({ id }) => id);
};

test('some are marked by ID, once; all up to one of them by its ID', async () => {
  const { user, ids } = await withNotifications(4);
  const [first = '', second = '', third = '', fourth = ''] = ids;
  expect(await mark({ ids: [second.toUpperCase(), second] }, user)).toEqual(done(3));
  expect(await mark({ ids: [second] }, user)).toEqual(done(3));
  expect(await unreadIds(user)).toEqual([first, third, fourth]);
  expect(await mark({ upTo: third }, user)).toEqual(done(1));
  expect(await unreadIds(user)).toEqual([fourth]);
  expect(await userFields(running.client, user, 'unreadNotificationCount')).toEqual({
    unreadNotificationCount: 1,
  });
});

test('those of others are not touched', async () => {
  const { user, ids } = await withNotifications(1);
  const [id = ''] = ids;
  const { user: other } = await withNotifications(1);
  expect(await mark({ ids: [id, v7()] }, other)).toEqual(done(1));
  expect(await mark({ upTo: id }, other)).toEqual(done(1));
  expect(await mark({ upTo: id }, customer())).toEqual(done(0));
  expect(await unreadIds(user)).toEqual([id]);
});

test('what is older than 90 days is deleted and no longer counted', async () => {
  const { user, ids } = await withNotifications(3);
  await mark({ ids: ids.slice(0, 1) }, user);
  await running.pool.query(
    `UPDATE notifications SET created_at = now() - interval '91 days' WHERE user_id = $1 AND sequence < 3`,
    [user.userId],
  );
  await eventually(async () => expect(await running.titles(user)).toEqual(['You get €0.03 back']));
  expect(await mark({ ids: [v7()] }, user)).toEqual(done(1));
});

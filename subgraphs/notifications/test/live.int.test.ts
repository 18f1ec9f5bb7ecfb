import { anonymous, customer, type SubgraphClient } from '@nakku/testkit';
import { confirmation, startNotificationsHarness, type NotificationsHarness } from './harness.ts';

let running: NotificationsHarness;
beforeAll(async () => {
  running = await startNotificationsHarness();
});
afterAll(() => running.stop());

const WATCH = `subscription Watch($after: Cursor) { notificationReceived(after: $after) {
  cursor sequence unreadCount step { title readAt } } }`;

type Stream = ReturnType<SubgraphClient['subscribe']>;
async function next(stream: Stream) {
  const { value, done } = await stream.next();
  if (done) throw new Error('the stream ended');
  expect(value.errors).toBeUndefined();
  return value.data?.notificationReceived;
}

/** The code with which a stream ends instead of its next message. */
async function codeOf(stream: Stream): Promise<unknown> {
  try {
    return (await stream.next()).value?.errors?.[0]?.extensions?.code;
  } catch (error) {
    return Array.isArray(error) ? error[0]?.extensions?.code : error;
  }
}

test('begins with the current state, goes on live, and resumes without a gap', async () => {
  const order = running.newOrder();
  const stream = running.client.subscribe(WATCH, {}, order.customer);
  const first = await next(stream);
  expect(first).toMatchObject({ sequence: 0, unreadCount: 0, step: null });
  await order.publish('order.confirmed', confirmation());
  const confirmed = { title: `Order ${order.orderNumber} is confirmed`, readAt: null };
  expect(await next(stream)).toMatchObject({ sequence: 1, unreadCount: 1, step: confirmed });
  await stream.return?.();

  await order.publish('delivery.started');
  await order.publish('delivery.updated', { status: 'NEARBY' });
  const resumed = running.client.subscribe(WATCH, { after: first.cursor }, order.customer);
  const missed = [await next(resumed), await next(resumed), await next(resumed)];
  expect(missed.map(({ sequence, step }) => [sequence, step.title])).toEqual([
    [1, confirmed.title],
    [2, 'Your order is on the way'],
    [3, 'Your courier is nearby'],
  ]);
  await resumed.return?.();

  const fresh = running.client.subscribe(WATCH, {}, order.customer);
  expect(await next(fresh)).toMatchObject({ sequence: 3, unreadCount: 3 });
  await fresh.return?.();
});

test.each([
  ['of another user', () => customer(), 'CURSOR_INVALID'],
  ['of a guest', () => anonymous(), 'UNAUTHENTICATED'],
])('a cursor %s is refused', async (_, caller, code) => {
  const order = running.newOrder();
  const stream = running.client.subscribe(WATCH, {}, order.customer);
  const { cursor: after } = await next(stream);
  await stream.return?.();
  const foreign = running.client.subscribe(WATCH, { after }, caller());
  expect(await codeOf(foreign)).toBe(code);
});

test('a cursor before what was deleted is refused', async () => {
  const order = running.newOrder();
  await order.publish('order.confirmed', confirmation());
  await order.publish('delivery.started');
  const stream = running.client.subscribe(WATCH, {}, order.customer);
  const { cursor } = await next(stream);
  await stream.return?.();
  const [streamName] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  const after = Buffer.from(JSON.stringify([streamName, 0])).toString('base64url');
  await running.pool.query('DELETE FROM notifications WHERE user_id = $1 AND sequence = 1', [
    order.customer.userId,
  ]);
  const late = running.client.subscribe(WATCH, { after }, order.customer);
  expect(await codeOf(late)).toBe('CURSOR_EXPIRED');
});

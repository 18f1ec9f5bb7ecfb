import { anonymous, courier, customer, operator } from '@nakku/testkit';
import type { SubgraphMessage } from '@nakku/testkit';
import type { Caller } from '@nakku/identity';
import { v7 as uuidv7 } from 'uuid';
import { published } from './otherContexts.ts';
import { reach } from './reach.ts';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness } from './harness.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness();
}, 60_000);
afterAll(() => shop.stop());

const updated = `subscription ($id: ID!, $after: Cursor) { orderUpdated(orderId: $id, after: $after) {
  cursor sequence step { sequence kind status } order { id status version } } }`;
const feed = `subscription ($id: ID!) { ordersFeed(storeId: $id) { isSnapshot orders { id status } } }`;

type Messages = AsyncIterableIterator<SubgraphMessage>;

function follow(id: string, caller: Caller, after: string | null = null): Messages {
  return shop.client.subscribe(updated, { id, after }, caller);
}

/** The next message's payload; a GraphQL error in a message fails. */
async function next(messages: Messages, field: 'orderUpdated' | 'ordersFeed' = 'orderUpdated') {
  const { value, done } = await messages.next();
  if (done || value.errors) throw new Error(`no payload: ${JSON.stringify(value)}`);
  return value.data?.[field];
}

/** The code with which a subscription ends, however it is told. */
async function codeOf(messages: Messages): Promise<unknown> {
  try {
    const { value } = await messages.next();
    return value?.errors?.[0]?.extensions?.code ?? value;
  } catch (error) {
    return Array.isArray(error) ? error[0]?.extensions?.code : error;
  }
}

describe('orderUpdated', () => {
  test('begins with the current state and goes on live', async () => {
    const placed = await shop.placed();
    const messages = follow(placed.orderId, placed.caller);
    expect(await next(messages)).toMatchObject({
      sequence: 1,
      step: { sequence: 1, kind: 'PLACED', status: 'PLACED' },
      order: { id: placed.orderId, status: 'PLACED', version: 1 },
    });
    await shop.others.reserved(placed);
    expect(await next(messages)).toMatchObject({ sequence: 2, order: { status: 'RESERVED', version: 2 } });
    await shop.others.payment(placed, 'authorized');
    expect(await next(messages)).toMatchObject({ sequence: 3, step: { kind: 'CONFIRMED' } });
    await messages.return?.();
  });

  test('resumes half-way: every missed step as it was, the order as it is, then live', async () => {
    const placed = await shop.placed();
    const before = follow(placed.orderId, placed.caller);
    await next(before);
    await shop.others.reserved(placed);
    const { cursor } = await next(before);
    await before.return?.();
    await shop.others.payment(placed, 'authorized');
    await published(shop.capture, placed.orderId, 3);
    await shop.act('orderPackingStart', placed.staff, placed.orderId);

    const again = follow(placed.orderId, placed.caller, cursor);
    expect(await next(again)).toMatchObject({
      sequence: 3,
      step: { kind: 'CONFIRMED', status: 'CONFIRMED' },
      order: { status: 'PACKING', version: 4 },
    });
    expect(await next(again)).toMatchObject({ sequence: 4, step: { kind: 'PACKING_STARTED' } });
    await shop.pick(placed.staff, placed.orderId);
    expect(await next(again)).toMatchObject({ sequence: 5, step: { kind: 'LINE_PICKED' } });
    await shop.act('orderPackingFinish', placed.staff, placed.orderId);
    expect(await next(again)).toMatchObject({ sequence: 6, step: { kind: 'READY' } });
    await again.return?.();
  });

  test('a resume at the end waits for what comes', async () => {
    const placed = await shop.placed();
    const first = follow(placed.orderId, placed.staff);
    const { cursor } = await next(first);
    const second = follow(placed.orderId, placed.caller, cursor);
    const message = next(second);
    await shop.others.reserved(placed);
    expect(await message).toMatchObject({ sequence: 2 });
    await Promise.all([first.return?.(), second.return?.()]);
  });

  test('is refused to others, and with a cursor that is none of its own', async () => {
    const placed = await shop.placed();
    const other = await shop.placed();
    const messages = follow(other.orderId, other.caller);
    const { cursor } = await next(messages);
    await messages.return?.();
    expect(await codeOf(follow(placed.orderId, anonymous()))).toBe('UNAUTHENTICATED');
    expect(await codeOf(follow(placed.orderId, customer()))).toBe('NOT_FOUND');
    expect(await codeOf(follow(placed.orderId, operator([uuidv7()])))).toBe('NOT_FOUND');
    expect(await codeOf(follow(uuidv7(), placed.caller))).toBe('NOT_FOUND');
    expect(await codeOf(follow('no-uuid', placed.caller))).toBe('NOT_FOUND');
    expect(await codeOf(follow(placed.orderId, placed.caller, cursor))).toBe('CURSOR_INVALID');
    expect(await codeOf(follow(placed.orderId, placed.caller, 'damaged'))).toBe('CURSOR_INVALID');
    const future = Buffer.from(JSON.stringify([`order:${placed.orderId}`, 9])).toString('base64url');
    expect(await codeOf(follow(placed.orderId, placed.caller, future))).toBe('CURSOR_IN_FUTURE');
  });

  test("a courier's ends when the delivery is somebody else's", async () => {
    const placed = await shop.placed();
    await reach(shop, placed, 'READY');
    const rider = courier();
    await shop.others.delivery(placed, 'assigned', { status: 'ASSIGNED', courierId: rider.userId });
    await published(shop.capture, placed.orderId, 7);
    const messages = follow(placed.orderId, rider);
    expect(await next(messages)).toMatchObject({ sequence: 7 });
    await shop.others.delivery(placed, 'updated', { status: 'SCHEDULED' });
    expect(await codeOf(messages)).toBe('ACCESS_ENDED');
  });
});

describe('ordersFeed', () => {
  test('is a snapshot of what is unfinished, then what changes', async () => {
    const storeId = uuidv7();
    const staff = operator([storeId]);
    const done = await shop.placed({ storeId });
    await shop.act('orderCancel', done.caller, done.orderId);
    const first = await shop.placed({ storeId });
    const second = await shop.placed({ storeId });

    const messages: Messages = shop.client.subscribe(feed, { id: storeId }, staff);
    expect(await next(messages, 'ordersFeed')).toEqual({
      isSnapshot: true,
      orders: [
        { id: first.orderId, status: 'PLACED' },
        { id: second.orderId, status: 'PLACED' },
      ],
    });
    await shop.others.reserved(first);
    expect(await next(messages, 'ordersFeed')).toEqual({
      isSnapshot: false,
      orders: [{ id: first.orderId, status: 'RESERVED' }],
    });
    const third = await shop.placed({ storeId });
    expect(await next(messages, 'ordersFeed')).toEqual({
      isSnapshot: false,
      orders: [{ id: third.orderId, status: 'PLACED' }],
    });
    await shop.act('orderCancel', second.caller, second.orderId);
    expect(await next(messages, 'ordersFeed')).toEqual({
      isSnapshot: false,
      orders: [{ id: second.orderId, status: 'CANCELLED' }],
    });
    await shop.placed();
    await shop.others.payment(first, 'authorized');
    expect(await next(messages, 'ordersFeed')).toEqual({
      isSnapshot: false,
      orders: [{ id: first.orderId, status: 'CONFIRMED' }],
    });
    await messages.return?.();
  });

  test("is for the store's staff alone", async () => {
    const { storeId, caller, staff } = await shop.placed();
    const watch = (who: Caller, id = storeId): Messages => shop.client.subscribe(feed, { id }, who);
    expect(await codeOf(watch(anonymous()))).toBe('UNAUTHENTICATED');
    expect(await codeOf(watch(caller))).toBe('FORBIDDEN');
    expect(await codeOf(watch(operator([uuidv7()])))).toBe('NOT_FOUND');
    expect(await codeOf(watch(staff, 'no-uuid'))).toBe('NOT_FOUND');
  });
});

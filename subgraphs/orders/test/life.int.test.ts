import { courier, eventually } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { published } from './otherContexts.ts';
import { startOrdersHarness } from './harness.ts';
import type { Placed, OrdersHarness } from './harness.ts';
import { reach } from './reach.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness();
}, 60_000);
afterAll(() => shop.stop());

const items = ({ quote }: Placed) =>
  [
    { productId: quote.lines[0]?.productId ?? '', quantity: 3 },
    { productId: quote.lines[2]?.productId ?? '', quantity: 3 },
  ].sort((a, b) => (a.productId < b.productId ? -1 : 1));

describe('the life of an order', () => {
  test('from PLACED to DELIVERED, one step and one event per change', async () => {
    const placed = await shop.placed();
    const { orderId, staff, caller, quote } = placed;
    const rider = courier();
    const eta = new Date(Date.now() + 900_000).toISOString();
    const on = { courierId: rider.userId, eta };
    await shop.others.reserved(placed);
    await published(shop.capture, orderId, 2);
    await shop.others.payment(placed, 'initiated');
    await shop.others.payment(placed, 'action_required', { actionUrl: 'https://bank.example/3ds' });
    await shop.others.payment(placed, 'failed', { reason: 'CARD_DECLINED' });
    await shop.others.payment(placed, 'authorized', { attempt: 2 });
    await published(shop.capture, orderId, 5);
    await shop.others.delivery(placed, 'scheduled');
    await published(shop.capture, orderId, 6);
    expect((await shop.act('orderPackingStart', staff, orderId)).order.status).toBe('PACKING');
    await shop.pick(staff, orderId);
    expect((await shop.act('orderPackingFinish', staff, orderId)).order.status).toBe('READY');
    await shop.others.delivery(placed, 'assigned', { status: 'ASSIGNED', ...on });
    await shop.others.delivery(placed, 'updated', { status: 'AT_STORE', ...on });
    await shop.others.delivery(placed, 'started', { status: 'PICKED_UP', ...on });
    await shop.others.delivery(placed, 'updated', { status: 'NEARBY', ...on });
    await shop.others.delivery(placed, 'completed', { status: 'DELIVERED', ...on, proof: 'LEFT_AT_DOOR' });
    await published(shop.capture, orderId, 13);
    await shop.others.payment(placed, 'completed', { attempt: 2 });
    const events = await published(shop.capture, orderId, 15);

    const order = await shop.order(orderId, caller);
    expect(order).toMatchObject({ status: 'DELIVERED', version: 15, canCancel: false, eta });
    expect(order.timeline.map((step: { kind: string; status: string }) => [step.kind, step.status])).toEqual([
      ['PLACED', 'PLACED'],
      ['RESERVED', 'RESERVED'],
      ['PAYMENT_ACTION_REQUIRED', 'RESERVED'],
      ['PAYMENT_FAILED', 'RESERVED'],
      ['CONFIRMED', 'CONFIRMED'],
      ['DELIVERY_UPDATED', 'CONFIRMED'],
      ['PACKING_STARTED', 'PACKING'],
      ['LINE_PICKED', 'PACKING'],
      ['READY', 'READY'],
      ['DELIVERY_UPDATED', 'READY'],
      ['DELIVERY_UPDATED', 'READY'],
      ['PICKED_UP', 'OUT_FOR_DELIVERY'],
      ['DELIVERY_UPDATED', 'OUT_FOR_DELIVERY'],
      ['DELIVERED', 'DELIVERED'],
      ['PAYMENT_UPDATED', 'DELIVERED'],
    ]);
    expect(events.map(({ type, data }) => [type, Object(data).change])).toEqual([
      ['order.created', undefined],
      ['order.reserved', undefined],
      ['order.updated', 'PAYMENT_ACTION_REQUIRED'],
      ['order.updated', 'PAYMENT_FAILED'],
      ['order.confirmed', undefined],
      ['order.updated', 'DELIVERY_STATUS'],
      ['order.updated', 'PACKING_STARTED'],
      ['order.line_picked', undefined],
      ['order.ready', undefined],
      ['order.updated', 'DELIVERY_STATUS'],
      ['order.updated', 'DELIVERY_STATUS'],
      ['order.picked_up', undefined],
      ['order.updated', 'DELIVERY_STATUS'],
      ['order.completed', undefined],
      ['order.updated', 'PAYMENT_STATUS'],
    ]);
    const dataOf = (type: string) => events.find((event) => event.type === type)?.data;
    expect(dataOf('order.reserved')).toMatchObject({ amount: 1287, currency: 'EUR', status: 'RESERVED' });
    expect(dataOf('order.confirmed')).toMatchObject({
      lines: items(placed),
      pickup: quote.pickup,
      dropoff: quote.dropoff,
      handover: 'LEFT_AT_DOOR',
      promise: quote.promise,
    });
    expect(dataOf('order.picked_up')).toMatchObject({ lines: items(placed) });
    expect(dataOf('order.completed')).toMatchObject({ amount: 1287, currency: 'EUR' });
    const { rows } = await shop.pool.query('SELECT * FROM platform.deadlines WHERE key = $1', [orderId]);
    expect(rows).toEqual([]);
  });

  test('a refund that fails days later is not shown as refunded any more', async () => {
    const placed = await shop.placed();
    const { orderId, caller } = placed;
    await reach(shop, placed, 'OUT_FOR_DELIVERY');
    await shop.others.delivery(placed, 'completed', {
      status: 'DELIVERED',
      courierId: uuidv7(),
      proof: 'CODE',
    });
    const before = (await published(shop.capture, orderId, 8)).length;
    await shop.others.payment(placed, 'completed');
    const refund = { refundId: uuidv7(), refundAmount: 1287 };
    await shop.others.payment(placed, 'refunded', { ...refund, refundedTotal: 1287 });
    await shop.others.payment(placed, 'refund_failed', { ...refund, refundedTotal: 0 });
    const events = await published(shop.capture, orderId, before + 3);
    expect(Object(events.at(-1)?.data).change).toBe('PAYMENT_STATUS');
    const { timeline } = await shop.order(orderId, caller);
    expect(
      timeline.slice(-3).map((step: { kind: string; detail: string }) => [step.kind, step.detail]),
    ).toEqual([
      ['PAYMENT_UPDATED', 'Paid.'],
      ['PAYMENT_UPDATED', 'Refunded.'],
      ['PAYMENT_UPDATED', 'A refund failed. The store will arrange it again.'],
    ]);
    const { rows } = await shop.pool.query('SELECT payment_status, refunded FROM orders WHERE id = $1', [
      orderId,
    ]);
    expect(rows).toEqual([{ payment_status: 'CAPTURED', refunded: '0' }]);
  });

  test('back to the store, when nobody opens', async () => {
    const placed = await shop.placed();
    const { orderId } = placed;
    await reach(shop, placed, 'OUT_FOR_DELIVERY');
    const on = { courierId: uuidv7() };
    await shop.others.delivery(placed, 'failed', { status: 'FAILED', ...on, reason: 'Nobody home' });
    await shop.others.delivery(placed, 'updated', { status: 'RETURNING', ...on });
    await shop.others.delivery(placed, 'returned', { status: 'RETURNED', ...on });
    const events = await published(shop.capture, orderId, 10);
    expect(events.slice(7).map(({ type }) => type)).toEqual([
      'order.delivery_failed',
      'order.updated',
      'order.returned',
    ]);
    expect(events[7]?.data).toMatchObject({ reason: 'Nobody home', status: 'RETURNING' });
    expect(events[9]?.data).toMatchObject({ lines: items(placed), status: 'RETURNED' });
    await shop.others.payment(placed, 'voided');
    await published(shop.capture, orderId, 11);
    const { timeline } = await shop.order(orderId, placed.caller);
    expect(timeline.at(-1)).toMatchObject({ kind: 'PAYMENT_UPDATED', status: 'RETURNED' });
  });

  test('without stock it ends, and the cart gets its lines back', async () => {
    const placed = await shop.placed();
    const [first] = placed.quote.lines;
    const missing = { requested: 3, available: 1 };
    await shop.others.rejected(placed, 'OUT_OF_STOCK', [{ productId: first?.productId, ...missing }]);
    const [, cancelled] = await published(shop.capture, placed.orderId, 2);
    expect(cancelled).toMatchObject({
      type: 'order.cancelled',
      data: { reason: 'OUT_OF_STOCK', wasConfirmed: false, lines: items(placed), status: 'CANCELLED' },
    });
    const order = await shop.order(placed.orderId, placed.caller);
    expect(order).toMatchObject({
      status: 'CANCELLED',
      cancelReason: 'OUT_OF_STOCK',
      canCancel: false,
      shortages: [{ product: { id: first?.productId }, ...missing }],
    });
  });

  test('a closed store is not reported as missing stock', async () => {
    const placed = await shop.placed();
    await shop.others.rejected(placed, 'UNKNOWN_STORE');
    const [, cancelled] = await published(shop.capture, placed.orderId, 2);
    expect(cancelled).toMatchObject({ type: 'order.cancelled', data: { reason: 'STORE_UNAVAILABLE' } });
    const order = await shop.order(placed.orderId, placed.caller);
    expect(order).toMatchObject({ cancelReason: 'STORE_UNAVAILABLE', shortages: [] });
    expect(order.timeline.at(-1).detail).toBe('The store is closed or no longer exists.');
  });

  test('stock lost after the payment asks delivery for a cancel', async () => {
    const placed = await shop.placed();
    await reach(shop, placed, 'PACKING');
    await shop.others.rejected(placed, 'STOCK_LOST');
    const events = await published(shop.capture, placed.orderId, 5);
    expect(events[4]).toMatchObject({ type: 'order.cancel_requested', data: { reason: 'STOCK_LOST' } });
    await shop.others.delivery(placed, 'cancelled', { status: 'CANCELLED' });
    const [, , , , , cancelled] = await published(shop.capture, placed.orderId, 6);
    expect(cancelled).toMatchObject({
      type: 'order.cancelled',
      data: { reason: 'STOCK_LOST', wasConfirmed: true },
    });
  });
});

describe('events of other contexts', () => {
  test('once more under another id change nothing', async () => {
    const placed = await shop.placed();
    await reach(shop, placed, 'CONFIRMED');
    await shop.others.reserved(placed);
    await shop.others.payment(placed, 'authorized');
    await shop.others.delivery(placed, 'scheduled');
    await shop.others.delivery(placed, 'scheduled');
    await shop.others.delivery(placed, 'assigned', { status: 'ASSIGNED', courierId: uuidv7() });
    const events = await published(shop.capture, placed.orderId, 5);
    expect(events.map(({ type }) => type)).toEqual([
      'order.created',
      'order.reserved',
      'order.confirmed',
      'order.updated',
      'order.updated',
    ]);
  });

  test('sent again from the beginning change nothing', async () => {
    const placed = await shop.placed();
    await reach(shop, placed, 'DELIVERED');
    const before = await shop.order(placed.orderId, placed.caller);
    await shop.others.resend(placed.orderId);
    await shop.others.resend(placed.orderId);
    // What comes afterwards shows that all of it was seen.
    await shop.others.payment(placed, 'completed');
    await shop.others.delivery(placed, 'updated', { status: 'DELIVERED' });
    const events = await published(shop.capture, placed.orderId, before.version + 1);
    expect(events).toHaveLength(before.version + 1);
    expect(events.at(-1)).toMatchObject({ type: 'order.updated', data: { change: 'PAYMENT_STATUS' } });
    const after = await shop.order(placed.orderId, placed.caller);
    expect(after.timeline.slice(0, -1)).toEqual(before.timeline);
  });

  test('in reversed order wait for each other', async () => {
    const placed = await shop.placed();
    await shop.others.reserved(placed);
    await published(shop.capture, placed.orderId, 2);
    await shop.others.payment(placed, 'authorized', { attempt: 2 }, 2);
    await shop.others.payment(placed, 'failed', { reason: 'CARD_DECLINED' }, 1);
    const events = await published(shop.capture, placed.orderId, 4);
    expect(events.slice(2).map(({ type }) => type)).toEqual(['order.updated', 'order.confirmed']);
  });

  test('that an order cannot follow are counted, and the stream goes on', async () => {
    const placed = await shop.placed();
    const before = await metric(
      'order_facts_refused_total{service="orders",method="payment.authorized",status="PLACED"}',
    );
    await shop.others.payment(placed, 'authorized');
    await eventually(async () => {
      const now = await metric(
        'order_facts_refused_total{service="orders",method="payment.authorized",status="PLACED"}',
      );
      expect(now).toBe(before + 1);
    });
    await shop.others.reserved(placed);
    await published(shop.capture, placed.orderId, 2);
    await shop.others.payment(placed, 'authorized');
    await published(shop.capture, placed.orderId, 3);
    const stranger = { ...placed, orderId: uuidv7() };
    await shop.others.reserved(stranger);
    await eventually(async () => {
      expect(
        await metric(
          'order_facts_refused_total{service="orders",method="inventory.reserved",status="UNKNOWN"}',
        ),
      ).toBeGreaterThan(0);
    });
  });

  test('a late authorisation of a cancelled order is ignored', async () => {
    const placed = await shop.placed();
    await reach(shop, placed, 'RESERVED');
    await shop.act('orderCancel', placed.caller, placed.orderId);
    await shop.others.payment(placed, 'authorized');
    await shop.others.payment(placed, 'voided');
    const events = await published(shop.capture, placed.orderId, 4);
    expect(events.map(({ type }) => type)).toEqual([
      'order.created',
      'order.reserved',
      'order.cancelled',
      'order.updated',
    ]);
    expect(await shop.order(placed.orderId, placed.caller)).toMatchObject({
      status: 'CANCELLED',
      version: 4,
    });
  });
});

async function metric(series: string): Promise<number> {
  const text = await (await fetch(`${shop.service.internalUrl}/metrics`)).text();
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? 0 : Number(line.slice(series.length + 1));
}

import { admin, courier, customer, operator } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { published } from './otherContexts.ts';
import { reach } from './reach.ts';
import type { Milestone } from './reach.ts';
import { startOrdersHarness } from './harness.ts';
import type { Placed, OrdersHarness } from './harness.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness();
}, 60_000);
afterAll(() => shop.stop());

async function at(milestone: Milestone): Promise<Placed> {
  const placed = await shop.placed();
  await reach(shop, placed, milestone);
  return placed;
}

const invalid = (status: string) => ({
  order: null,
  outcome: null,
  userErrors: [
    {
      __typename: 'InvalidOrderStateError',
      code: 'INVALID_ORDER_STATE',
      path: ['input', 'orderId'],
      message: expect.stringContaining(status),
      status,
    },
  ],
});

describe('before CONFIRMED orders decides alone', () => {
  test.each(['PLACED', 'RESERVED'] as const)('%s', async (milestone) => {
    for (const who of ['caller', 'staff'] as const) {
      const placed = await at(milestone);
      const response = await shop.act('orderCancel', placed[who], placed.orderId);
      const reason = who === 'caller' ? 'CUSTOMER_REQUEST' : 'STAFF_REQUEST';
      expect(response).toMatchObject({
        outcome: 'CANCELLED',
        order: { status: 'CANCELLED', isCancelRequested: false, cancelReason: reason },
        userErrors: [],
      });
      const count = milestone === 'PLACED' ? 2 : 3;
      const events = await published(shop.capture, placed.orderId, count);
      expect(events.at(-1)).toMatchObject({
        type: 'order.cancelled',
        data: { reason, wasConfirmed: false },
      });
    }
  });
});

describe('from CONFIRMED on delivery grants or refuses', () => {
  test.each(['CONFIRMED', 'PACKING', 'READY'] as const)('granted in %s', async (milestone) => {
    const placed = await at(milestone);
    const { orderId, staff } = placed;
    const response = await shop.act('orderCancel', staff, orderId);
    expect(response).toMatchObject({
      outcome: 'CANCELLATION_PENDING',
      order: { status: milestone, isCancelRequested: true, cancelReason: null },
    });
    const again = await shop.act('orderCancel', admin(), orderId);
    expect(again).toMatchObject({
      outcome: 'CANCELLATION_PENDING',
      order: { version: response.order.version },
    });
    if (milestone !== 'READY') {
      const act = milestone === 'CONFIRMED' ? 'orderPackingStart' : 'orderPackingFinish';
      const packing = await shop.act(act, staff, orderId);
      expect(packing.userErrors).toEqual([
        expect.objectContaining({ __typename: 'CancellationPendingError', code: 'CANCELLATION_PENDING' }),
      ]);
    }
    await shop.others.delivery(placed, 'cancelled', { status: 'CANCELLED' });
    const events = await published(shop.capture, orderId, response.order.version + 1);
    expect(events.slice(-2)).toMatchObject([
      { type: 'order.cancel_requested', data: { reason: 'STAFF_REQUEST', status: milestone } },
      { type: 'order.cancelled', data: { reason: 'STAFF_REQUEST', wasConfirmed: true } },
    ]);
    expect(await shop.act('orderCancel', staff, orderId)).toMatchObject({ outcome: 'CANCELLED' });
  });

  test('pick-up wins: the order goes on', async () => {
    const placed = await at('READY');
    const { orderId, staff } = placed;
    await shop.act('orderCancel', staff, orderId);
    const on = { courierId: uuidv7() };
    await shop.others.delivery(placed, 'started', { status: 'PICKED_UP', ...on });
    await shop.others.delivery(placed, 'cancel_refused', { status: 'PICKED_UP', ...on });
    const events = await published(shop.capture, orderId, 9);
    expect(events.slice(6).map(({ type }) => type)).toEqual([
      'order.cancel_requested',
      'order.picked_up',
      'order.updated',
    ]);
    const order = await shop.order(orderId, staff);
    expect(order).toMatchObject({ status: 'OUT_FOR_DELIVERY', isCancelRequested: false });
    expect(order.timeline.at(-1).kind).toBe('CANCEL_REFUSED');
  });

  test('customers may ask until PACKING, staff until READY, nobody afterwards', async () => {
    const ready = await at('READY');
    expect(await shop.act('orderCancel', ready.caller, ready.orderId)).toEqual(invalid('READY'));
    const gone = await at('OUT_FOR_DELIVERY');
    for (const who of [gone.caller, gone.staff, admin()]) {
      expect(await shop.act('orderCancel', who, gone.orderId)).toEqual(invalid('OUT_FOR_DELIVERY'));
    }
    const done = await at('DELIVERED');
    expect(await shop.act('orderCancel', done.staff, done.orderId)).toEqual(invalid('DELIVERED'));
  });
});

describe('who may act', () => {
  test('foreign and missing orders are alike, for every act', async () => {
    const { orderId, caller, storeId } = await at('CONFIRMED');
    const missing = [expect.objectContaining({ __typename: 'NotFoundError', path: ['input', 'orderId'] })];
    const strangers = [customer(), operator([uuidv7()]), customer({ storeIds: [storeId] })];
    for (const who of strangers) {
      expect((await shop.act('orderCancel', who, orderId)).userErrors).toEqual(missing);
    }
    expect((await shop.act('orderCancel', caller, uuidv7())).userErrors).toEqual(missing);
    expect((await shop.act('orderPackingStart', operator([uuidv7()]), orderId)).userErrors).toEqual(missing);
    await expect(shop.act('orderPackingStart', caller, orderId)).rejects.toThrow('FORBIDDEN');
    await expect(shop.act('orderCancel', courier(), orderId)).rejects.toThrow('FORBIDDEN');
  });

  test('a repeated act answers the same and has no second effect', async () => {
    const { orderId, staff } = await at('CONFIRMED');
    const key = uuidv7();
    const first = await shop.act('orderPackingStart', staff, orderId, key);
    expect(first).toEqual({ order: { id: orderId, status: 'PACKING', version: 4 }, userErrors: [] });
    expect(await shop.act('orderPackingStart', staff, orderId, key)).toEqual(first);
    expect(await shop.act('orderPackingStart', staff, orderId)).toEqual(first);
    expect((await shop.act('orderPackingStart', staff, uuidv7(), key)).userErrors).toEqual([
      expect.objectContaining({ __typename: 'IdempotencyKeyReusedError' }),
    ]);
  });

  test('of cancel and packing at once both see one truth', async () => {
    const placed = await at('CONFIRMED');
    const { orderId, staff, caller } = placed;
    const [cancel, pack] = await Promise.all([
      shop.act('orderCancel', caller, orderId),
      shop.act('orderPackingStart', staff, orderId),
    ]);
    expect(cancel.outcome).toBe('CANCELLATION_PENDING');
    const order = await shop.order(orderId, staff);
    const packed = pack.userErrors.length === 0;
    expect(order).toMatchObject({
      isCancelRequested: true,
      status: packed ? 'PACKING' : 'CONFIRMED',
      version: packed ? 5 : 4,
    });
  });
});

import { operator } from '@nakku/testkit';
import { v7 } from 'uuid';
import { handoverCode } from '../src/domain/handoverCode.ts';
import { type DeliveryHarness, home, secret, startDeliveryHarness, type TestCourier } from './harness.ts';

const DELIVERY = `query($orderId: ID!) { delivery(orderId: $orderId) {
  id status version handover handoverCode proof failureReason eta
  order { id } store { id } pickup { lines city location { latitude } } dropoff { location { latitude } }
  promise { from to } courier { id displayName vehicle capacity isOnShift user { id } position { location { latitude } } }
  timeline { sequence status detail } } }`;

describe('the life of a delivery', () => {
  let shop: DeliveryHarness;
  beforeAll(async () => {
    shop = await startDeliveryHarness({ DURATIONS_PROFILE: 'production' });
  });
  afterAll(() => shop.stop());

  const read = async (orderId: string, caller: Parameters<DeliveryHarness['act']>[2]) =>
    (await shop.client.query(DELIVERY, { orderId }, caller)).data?.delivery;
  const leave = (courier: TestCourier) => shop.act('shiftEnd', '', courier.caller);

  test('from the store to the door, by code', async () => {
    const courier = await shop.newCourier({ capacity: 2 });
    const order = await shop.newOrder();
    const deliveryId = await shop.deliveryOf(order);
    expect(await read(order.orderId, order.customer)).toMatchObject({
      id: deliveryId,
      status: 'SCHEDULED',
      version: 1,
      eta: null,
      courier: null,
      order: { id: order.orderId },
      store: { id: shop.storeId },
      handover: 'CODE',
      timeline: [{ sequence: 1, status: 'SCHEDULED', detail: null }],
    });
    await order.publish('order.ready');
    const offerId = await shop.offerFor(courier, order);
    const accept = () =>
      shop.act(
        'deliveryOfferAccept',
        `offerId: "${offerId}"`,
        courier.caller,
        'delivery { status version eta }',
      );
    const taken = await accept();
    expect(taken.delivery).toMatchObject({ status: 'ASSIGNED', version: 2 });
    // Repeated: a success without effect.
    expect(await accept()).toEqual(taken);

    const act = (field: string, more = '') =>
      shop.act(field, `deliveryId: "${deliveryId}"${more}`, courier.caller, 'delivery { status version }');
    for (let times = 0; times < 2; times += 1) {
      expect((await act('deliveryArrivedAtStore')).delivery).toEqual({ status: 'AT_STORE', version: 3 });
    }
    for (let times = 0; times < 2; times += 1) {
      expect((await act('deliveryPickedUp')).delivery).toEqual({ status: 'PICKED_UP', version: 4 });
    }
    const at = new Date(Date.now() + 4_000).toISOString();
    const report = `input: { location: { latitude: ${home.latitude + 0.001}, longitude: ${home.longitude} }, at: "${at}" }`;
    // 370 m in at most 4 s are no ride, within the pace of production.
    expect(await shop.act('courierPositionReport', report, courier.caller, 'isAccepted')).toEqual({
      isAccepted: false,
      userErrors: [],
    });
    const code = handoverCode(secret, deliveryId);
    const done = await act('deliveryComplete', `, code: "${code}"`);
    expect(done).toEqual({ delivery: { status: 'DELIVERED', version: 5 }, userErrors: [] });
    expect(await act('deliveryComplete', `, code: "${code}"`)).toEqual(done);
    expect(await shop.eventsOf(order, 5)).toEqual([
      'scheduled',
      'assigned',
      'updated',
      'started',
      'completed',
    ]);
    const completed = shop.events.of('delivery.completed', deliveryId)[0];
    expect(completed?.data).toMatchObject({
      orderId: order.orderId,
      customerId: order.customer.userId,
      courierId: courier.courierId,
      status: 'DELIVERED',
      proof: 'CODE',
    });
    expect((await read(order.orderId, order.customer)).timeline).toEqual([
      { sequence: 1, status: 'SCHEDULED', detail: null },
      { sequence: 2, status: 'ASSIGNED', detail: 'Dana is on the way to the store.' },
      { sequence: 3, status: 'AT_STORE', detail: 'The courier is at the store.' },
      { sequence: 4, status: 'PICKED_UP', detail: 'The courier has the goods.' },
      { sequence: 5, status: 'DELIVERED', detail: 'Handed over.' },
    ]);
    expect(await leave(courier)).toEqual({ userErrors: [] });
  });

  test('left at the door, as the customer chose; no code is made for it', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier, { handover: 'LEFT_AT_DOOR' });
    expect((await read(order.orderId, order.customer)).handoverCode).toBeNull();
    await shop.act('deliveryPickedUp', `deliveryId: "${deliveryId}"`, courier.caller);
    await shop.rideToDoor(courier, deliveryId);
    const done = await shop.act(
      'deliveryComplete',
      `deliveryId: "${deliveryId}"`,
      courier.caller,
      'delivery { proof }',
    );
    expect(done).toEqual({ delivery: { proof: 'LEFT_AT_DOOR' }, userErrors: [] });
    expect(await shop.eventsOf(order, 4)).toEqual(['scheduled', 'assigned', 'started', 'completed']);
    await leave(courier);
  });

  test('staff of the store complete it, with the reason on the timeline', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier);
    const complete = () =>
      shop.act(
        'deliveryCompleteByStaff',
        `deliveryId: "${deliveryId}", reason: "No phone"`,
        shop.operator,
        'delivery { status proof }',
      );
    expect(await complete()).toMatchObject({
      delivery: null,
      userErrors: [{ __typename: 'InvalidDeliveryStateError', code: 'INVALID_DELIVERY_STATE' }],
    });
    await shop.act('deliveryPickedUp', `deliveryId: "${deliveryId}"`, courier.caller);
    const done = { delivery: { status: 'DELIVERED', proof: 'STAFF_OVERRIDE' }, userErrors: [] };
    expect(await complete()).toEqual(done);
    expect(await complete()).toEqual(done);
    const { timeline } = await read(order.orderId, shop.operator);
    expect(timeline.at(-1)).toEqual({
      sequence: 4,
      status: 'DELIVERED',
      detail: 'Completed by the store: No phone',
    });
    expect(await leave(courier)).toEqual({ userErrors: [] });
  });

  test('given back before pick-up: scheduled again, offered to others and not to who gave it back', async () => {
    const first = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(first);
    const fail = () =>
      shop.act(
        'deliveryFail',
        `deliveryId: "${deliveryId}", reason: "Flat tyre"`,
        first.caller,
        'delivery { status courier { id } eta }',
      );
    expect(await fail()).toEqual({
      delivery: { status: 'SCHEDULED', courier: null, eta: null },
      userErrors: [],
    });
    expect((await fail()).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    const second = await shop.newCourier();
    const offerId = await shop.offerFor(second, order);
    await shop.act('deliveryOfferAccept', `offerId: "${offerId}"`, second.caller);
    expect(await shop.eventsOf(order, 4)).toEqual(['scheduled', 'assigned', 'updated', 'assigned']);
    const { rows } = await shop.pool.query(
      'SELECT courier_id, status FROM offers WHERE delivery_id = $1 ORDER BY created_at',
      [deliveryId],
    );
    expect(rows).toEqual([
      { courier_id: first.courierId, status: 'GIVEN_UP' },
      { courier_id: second.courierId, status: 'ACCEPTED' },
    ]);
    expect(await leave(first)).toEqual({ userErrors: [] });
    expect((await leave(second)).userErrors).toMatchObject([{ code: 'DELIVERY_UNDER_WAY' }]);
  });

  test('failed after pick-up: each step has its event, and staff take the goods in', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier);
    await shop.act('deliveryPickedUp', `deliveryId: "${deliveryId}"`, courier.caller);
    const fail = () =>
      shop.act(
        'deliveryFail',
        `deliveryId: "${deliveryId}", reason: "Nobody home"`,
        courier.caller,
        'delivery { status version failureReason eta }',
      );
    const failed = {
      delivery: { status: 'RETURNING', version: 5, failureReason: 'Nobody home', eta: null },
      userErrors: [],
    };
    expect(await fail()).toEqual(failed);
    expect(await fail()).toEqual(failed);
    expect((await leave(courier)).userErrors).toMatchObject([{ code: 'DELIVERY_UNDER_WAY' }]);
    const bringBack = (caller: typeof shop.operator) =>
      shop.act('deliveryReturned', `deliveryId: "${deliveryId}"`, caller, 'delivery { status }');
    expect((await bringBack(operator([v7()]))).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await bringBack(shop.operator)).toEqual({ delivery: { status: 'RETURNED' }, userErrors: [] });
    expect(await bringBack(courier.caller)).toEqual({ delivery: { status: 'RETURNED' }, userErrors: [] });
    expect(await shop.eventsOf(order, 6)).toEqual([
      'scheduled',
      'assigned',
      'started',
      'failed',
      'updated',
      'returned',
    ]);
    expect(shop.events.of('delivery.failed', deliveryId)[0]?.data).toMatchObject({
      status: 'FAILED',
      reason: 'Nobody home',
    });
    expect(await leave(courier)).toEqual({ userErrors: [] });
  });
});

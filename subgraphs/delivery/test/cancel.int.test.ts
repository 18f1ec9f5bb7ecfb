import { type DeliveryHarness, startDeliveryHarness } from './harness.ts';

const reason = { reason: 'CUSTOMER_REQUEST' };
const cancelled = { ...reason, wasConfirmed: true, lines: [] };

describe('calling a delivery off', () => {
  let shop: DeliveryHarness;
  beforeAll(async () => {
    shop = await startDeliveryHarness({ DURATIONS_PROFILE: 'production' });
  });
  afterAll(() => shop.stop());

  const statusOf = async (deliveryId: string) => {
    const { rows } = await shop.pool.query('SELECT status, version FROM deliveries WHERE id = $1', [
      deliveryId,
    ]);
    return rows[0];
  };

  test('granted while it waits: its open offer is withdrawn, the queue forgets it', async () => {
    const courier = await shop.newCourier();
    const order = await shop.newOrder({ isReady: true });
    const offerId = await shop.offerFor(courier, order);
    const deliveryId = await shop.deliveryOf(order);
    await order.publish('order.cancel_requested', reason);
    expect(await statusOf(deliveryId)).toEqual({ status: 'CANCELLED', version: 2 });
    const accepted = await shop.act('deliveryOfferAccept', `offerId: "${offerId}"`, courier.caller);
    expect(accepted.userErrors).toMatchObject([{ code: 'OFFER_GONE' }]);
    const { rows } = await shop.pool.query(
      'SELECT status, (SELECT count(*)::int FROM dispatches) AS queued FROM offers WHERE id = $1',
      [offerId],
    );
    expect(rows).toEqual([{ status: 'WITHDRAWN', queued: 0 }]);
    // The echo of the grant, and a second request, change nothing.
    await order.publish('order.cancelled', cancelled);
    await order.publish('order.cancel_requested', reason);
    expect(await shop.eventsOf(order, 2)).toEqual(['scheduled', 'cancelled']);
    expect((await shop.act('shiftEnd', '', courier.caller)).userErrors).toEqual([]);
  });

  test.each([['ASSIGNED'], ['AT_STORE']])('granted from %s: the courier has room again', async (status) => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier);
    const id = `deliveryId: "${deliveryId}"`;
    if (status === 'AT_STORE') await shop.act('deliveryArrivedAtStore', id, courier.caller);
    await order.publish('order.cancel_requested', reason);
    const before = status === 'AT_STORE' ? ['scheduled', 'assigned', 'updated'] : ['scheduled', 'assigned'];
    expect(await shop.eventsOf(order, before.length + 1)).toEqual([...before, 'cancelled']);
    expect(await shop.act('deliveryPickedUp', id, courier.caller, 'delivery { id }')).toMatchObject({
      delivery: null,
      userErrors: [
        { code: 'INVALID_DELIVERY_STATE', message: 'The delivery is CANCELLED, which does not allow it.' },
      ],
    });
    expect((await shop.act('shiftEnd', '', courier.caller)).userErrors).toEqual([]);
  });

  test('refused once the courier has the goods: the status stays, the step is told', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier, { handover: 'LEFT_AT_DOOR' });
    await shop.act('deliveryPickedUp', `deliveryId: "${deliveryId}"`, courier.caller);
    await order.publish('order.cancel_requested', reason);
    expect(await statusOf(deliveryId)).toEqual({ status: 'PICKED_UP', version: 4 });
    await shop.rideToDoor(courier, deliveryId);
    await shop.act('deliveryComplete', `deliveryId: "${deliveryId}"`, courier.caller);
    const types = ['scheduled', 'assigned', 'started', 'cancel_refused', 'completed'];
    expect(await shop.eventsOf(order, 5)).toEqual(types);
    await shop.act('shiftEnd', '', courier.caller);
  });

  test('order.cancelled without a request calls it off, too; before order.confirmed there is nothing', async () => {
    const order = await shop.newOrder();
    await order.publish('order.cancelled', cancelled);
    expect(await shop.eventsOf(order, 2)).toEqual(['scheduled', 'cancelled']);
    // Ready came too late.
    await order.publish('order.ready');
    const { rows } = await shop.pool.query('SELECT delivery_id FROM dispatches');
    expect(rows).toEqual([]);
  });
});

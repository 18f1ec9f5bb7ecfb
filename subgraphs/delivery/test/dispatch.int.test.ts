import { loadConfig } from '@nakku/service';
import { eventually } from '@nakku/testkit';
import { configSchema } from '../src/config.ts';
import { startDelivery } from '../src/service.ts';
import {
  type DeliveryHarness,
  mitte,
  secret,
  startDeliveryHarness,
  type TestCourier,
  type TestOrder,
} from './harness.ts';

const oneKmNorth = { latitude: 52.5377, longitude: 13.4103 };
const twoKmNorth = { latitude: 52.5467, longitude: 13.4103 };

describe('dispatch', () => {
  let shop: DeliveryHarness;
  beforeAll(async () => {
    // Production's leases are long: what moves in these tests moves because something happened.
    shop = await startDeliveryHarness({ DURATIONS_PROFILE: 'production' });
  });
  afterAll(() => shop.stop());

  afterEach(() => shop.quiet());

  const decline = (courier: TestCourier, offerId: string) =>
    shop.act('deliveryOfferDecline', `offerId: "${offerId}"`, courier.caller, 'declinedOfferId');
  const accept = (courier: TestCourier, offerId: string) =>
    shop.act('deliveryOfferAccept', `offerId: "${offerId}"`, courier.caller);
  const offersOf = async (order: TestOrder) => {
    const { rows } = await shop.pool.query<{ courier_id: string; round: number; status: string }>(
      `SELECT o.courier_id, round, o.status FROM offers o JOIN deliveries d ON d.id = o.delivery_id
        WHERE d.order_id = $1 ORDER BY o.created_at`,
      [order.orderId],
    );
    return rows.map((row) => [row.courier_id, row.round, row.status]);
  };

  test('the nearest first, the next one as soon as it declines', async () => {
    const far = await shop.newCourier({ at: twoKmNorth });
    const near = await shop.newCourier({ at: oneKmNorth });
    const order = await shop.newOrder({ isReady: true });
    const first = await shop.offerFor(near, order);
    const { data } = await shop.client.query(
      '{ myDeliveryOffers { id distanceMeters expiresAt delivery { status dropoff { city } } } }',
      {},
      near.caller,
    );
    expect(data?.myDeliveryOffers).toEqual([
      {
        id: first,
        distanceMeters: 1001,
        expiresAt: expect.any(String),
        delivery: { status: 'SCHEDULED', dropoff: { city: 'Berlin' } },
      },
    ]);
    expect(await decline(near, first)).toEqual({ declinedOfferId: first, userErrors: [] });
    expect(await decline(near, first)).toEqual({ declinedOfferId: first, userErrors: [] });
    expect((await accept(near, first)).userErrors).toMatchObject([{ code: 'OFFER_GONE' }]);
    const second = await shop.offerFor(far, order);
    // Not ours: the same answer as none.
    expect((await accept(near, second)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await accept(far, second)).userErrors).toEqual([]);
  });

  test('three rounds at once, then a rest; whoever comes on shift is asked at once', async () => {
    const courier = await shop.newCourier();
    const order = await shop.newOrder({ isReady: true });
    for (let round = 1; round <= 3; round += 1) await decline(courier, await shop.offerFor(courier, order));
    const { courierId } = courier;
    await eventually(async () => {
      const { rows } = await shop.pool.query('SELECT is_resting, claimed_until FROM dispatches');
      expect(rows).toEqual([{ is_resting: true, claimed_until: null }]);
    });
    expect(await offersOf(order)).toEqual([1, 2, 3].map((round) => [courierId, round, 'DECLINED']));
    const newcomer = await shop.newCourier();
    expect((await accept(newcomer, await shop.offerFor(newcomer, order))).userErrors).toEqual([]);
  });

  test('an order waits for a courier who comes free', async () => {
    const courier = await shop.newCourier();
    const { deliveryId } = await shop.assigned(courier, { handover: 'LEFT_AT_DOOR' });
    const next = await shop.newOrder({ isReady: true });
    await eventually(async () => {
      const { rows } = await shop.pool.query('SELECT claimed_until FROM dispatches');
      expect(rows).toEqual([{ claimed_until: null }]);
    });
    expect(await offersOf(next)).toEqual([]);
    await shop.act('deliveryPickedUp', `deliveryId: "${deliveryId}"`, courier.caller);
    await shop.rideToDoor(courier, deliveryId);
    await shop.act('deliveryComplete', `deliveryId: "${deliveryId}"`, courier.caller);
    await shop.offerFor(courier, next);
  });

  test('who leaves the shift loses the offer, and another gets it at once', async () => {
    const leaving = await shop.newCourier({ at: mitte });
    const staying = await shop.newCourier({ at: twoKmNorth });
    const order = await shop.newOrder({ isReady: true });
    const offerId = await shop.offerFor(leaving, order);
    expect((await shop.act('shiftEnd', '', leaving.caller)).userErrors).toEqual([]);
    expect((await accept(leaving, offerId)).userErrors).toMatchObject([{ code: 'OFFER_GONE' }]);
    await shop.offerFor(staying, order);
    expect(await offersOf(order)).toEqual([
      [leaving.courierId, 1, 'WITHDRAWN'],
      [staying.courierId, 1, 'OPEN'],
    ]);
  });

  test('an offer that lapses goes round', async () => {
    const near = await shop.newCourier({ at: oneKmNorth });
    const far = await shop.newCourier({ at: twoKmNorth });
    const order = await shop.newOrder({ isReady: true });
    const offerId = await shop.offerFor(near, order);
    await shop.pool.query('UPDATE offers SET expires_at = now() WHERE id = $1', [offerId]);
    await shop.pool.query('UPDATE dispatches SET due_at = now()');
    expect((await accept(near, offerId)).userErrors).toMatchObject([{ code: 'OFFER_GONE' }]);
    await shop.offerFor(far, order);
    expect(await offersOf(order)).toEqual([
      [near.courierId, 1, 'LAPSED'],
      [far.courierId, 1, 'OPEN'],
    ]);
  });

  test('a courier who may not ride any more leaves the shift; what was not picked up goes to others', async () => {
    const courier = await shop.newCourier({ capacity: 3 });
    const waiting = await shop.assigned(courier);
    const carried = await shop.assigned(courier);
    await shop.act('deliveryPickedUp', `deliveryId: "${carried.deliveryId}"`, courier.caller);
    const offered = await shop.newOrder({ isReady: true });
    await shop.offerFor(courier, offered);
    await shop.user(courier.caller.userId, { roles: ['customer'] });
    const { rows } = await shop.pool.query('SELECT is_on_shift, load FROM couriers WHERE id = $1', [
      courier.courierId,
    ]);
    expect(rows).toEqual([{ is_on_shift: false, load: 1 }]);
    expect(await shop.eventsOf(waiting.order, 3)).toEqual(['scheduled', 'assigned', 'updated']);
    expect(await shop.eventsOf(carried.order, 3)).toEqual(['scheduled', 'assigned', 'started']);
    expect((await offersOf(offered)).at(-1)?.[2]).toBe('WITHDRAWN');
    const start = await shop.act(
      'shiftStart',
      'location: { latitude: 52.5, longitude: 13.4 }',
      courier.caller,
    );
    expect(start.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  test('two processes side by side: every order one open offer, no courier more than there is room', async () => {
    const env = shop.world.env({ DELIVERY_HANDOVER_SECRET: secret, DELIVERY_DISPATCH_BATCH: '3' });
    const second = await startDelivery(loadConfig(configSchema, env));
    try {
      const couriers = await Promise.all(Array.from({ length: 5 }, () => shop.newCourier({ capacity: 4 })));
      const orders = await Promise.all(Array.from({ length: 20 }, () => shop.newOrder()));
      await Promise.all(orders.map((order) => order.publish('order.ready')));
      await eventually(async () => {
        const { rows } = await shop.pool.query(
          `SELECT count(*)::int AS open FROM offers WHERE status = 'OPEN'`,
        );
        expect(rows).toEqual([{ open: 20 }]);
      });
      await Promise.all(
        couriers.map(async ({ caller }) => {
          const { data } = await shop.client.query('{ myDeliveryOffers { id } }', {}, caller);
          const ids: string[] = data?.myDeliveryOffers.map((offer: { id: string }) => offer.id);
          await Promise.all(ids.map((id) => accept({ caller, courierId: '' }, id)));
        }),
      );
      await eventually(async () => {
        for (const { caller } of couriers) {
          const { data } = await shop.client.query('{ myDeliveryOffers { id } }', {}, caller);
          for (const { id } of data?.myDeliveryOffers ?? []) await accept({ caller, courierId: '' }, id);
        }
        const { rows } = await shop.pool.query('SELECT load FROM couriers WHERE is_on_shift');
        expect(rows).toEqual(Array.from({ length: 5 }, () => ({ load: 4 })));
      });
    } finally {
      await second.stop();
    }
  });

  test('offers may begin while the goods are packed; they are not handed out before that is done', async () => {
    const early = await startDeliveryHarness({
      DURATIONS_PROFILE: 'production',
      DELIVERY_OFFERS_FROM: 'PACKING',
    });
    try {
      const courier = await early.newCourier();
      const order = await early.newOrder();
      await order.publish('order.updated', { change: 'PACKING_STARTED', status: 'PACKING' });
      const offerId = await early.offerFor(courier, order);
      await early.act('deliveryOfferAccept', `offerId: "${offerId}"`, courier.caller);
      const id = `deliveryId: "${await early.deliveryOf(order)}"`;
      await early.act('deliveryArrivedAtStore', id, courier.caller);
      expect(await early.act('deliveryPickedUp', id, courier.caller, 'delivery { id }')).toMatchObject({
        delivery: null,
        userErrors: [{ __typename: 'OrderNotReadyError', code: 'ORDER_NOT_READY', path: ['deliveryId'] }],
      });
      expect(await early.eventsOf(order, 3)).toEqual(['scheduled', 'assigned', 'updated']);
      await order.publish('order.ready');
      expect((await early.act('deliveryPickedUp', id, courier.caller)).userErrors).toEqual([]);
    } finally {
      await early.stop();
    }
  });
});

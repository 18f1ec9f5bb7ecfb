import { courier as courierCaller, customer, operator, type SubgraphClient } from '@nakku/testkit';
import { v7 } from 'uuid';
import { handoverCode } from '../src/domain/handoverCode.ts';
import {
  type DeliveryHarness,
  home,
  mitte,
  secret,
  startDeliveryHarness,
  type TestCourier,
} from './harness.ts';

type Stream = ReturnType<SubgraphClient['subscribe']>;

const UPDATED = `subscription($orderId: ID!, $after: Cursor) { deliveryUpdated(orderId: $orderId, after: $after) {
  cursor sequence step { sequence status } delivery { status version courier { displayName } } } }`;
const POSITION = `subscription($orderId: ID!) { courierPosition(orderId: $orderId) {
  isSnapshot position { location { latitude longitude } at } eta } }`;
const OFFERS = 'subscription { deliveryOffers { isSnapshot offers { id delivery { status } } } }';

async function next(stream: Stream, field: string) {
  const { value, done } = await stream.next();
  if (done) throw new Error('the stream ended');
  expect(value.errors).toBeUndefined();
  return value.data?.[field];
}

/** The code with which a stream ends. */
async function endOf(stream: Stream): Promise<unknown> {
  try {
    for (;;) {
      const { value, done } = await stream.next();
      if (done) return 'ended';
      const code = value.errors?.[0]?.extensions?.code;
      if (code !== undefined) return code;
    }
  } catch (error) {
    return Array.isArray(error) ? error[0]?.extensions?.code : error;
  }
}

describe('live', () => {
  let shop: DeliveryHarness;
  beforeAll(async () => {
    shop = await startDeliveryHarness({ DURATIONS_PROFILE: 'production' });
  });
  afterAll(() => shop.stop());
  beforeEach(() => shop.quiet());

  const act = (courier: TestCourier, field: string, deliveryId: string, more = '') =>
    shop.act(field, `deliveryId: "${deliveryId}"${more}`, courier.caller);
  const report = async (courier: TestCourier, location: typeof mitte, at = new Date()) => {
    const input = `input: { location: { latitude: ${location.latitude}, longitude: ${location.longitude} }, at: "${at.toISOString()}" }`;
    return (await shop.act('courierPositionReport', input, courier.caller, 'isAccepted')).isAccepted;
  };
  /** As if so long had passed since the last report. */
  const wind = async (courier: TestCourier, seconds: number) => {
    const redis = shop.redis();
    const key = `${shop.world.redisPrefix}delivery:position:${courier.courierId}`;
    const [latitude, longitude, at, ...tracked] = JSON.parse((await redis.get(key)) ?? '[]');
    await redis.set(key, JSON.stringify([latitude, longitude, at - seconds * 1000, ...tracked]));
  };

  test('deliveryUpdated begins with the current step, goes on live, and resumes without a gap', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier);
    const { orderId } = order;
    const stream = shop.client.subscribe(UPDATED, { orderId }, order.customer);
    const first = await next(stream, 'deliveryUpdated');
    expect(first).toMatchObject({
      sequence: 2,
      step: { sequence: 2, status: 'ASSIGNED' },
      delivery: { status: 'ASSIGNED', version: 2, courier: { displayName: 'Dana' } },
    });
    await act(courier, 'deliveryArrivedAtStore', deliveryId);
    expect(await next(stream, 'deliveryUpdated')).toMatchObject({
      sequence: 3,
      step: { status: 'AT_STORE' },
    });
    await stream.return?.();
    await act(courier, 'deliveryPickedUp', deliveryId);
    await act(courier, 'deliveryFail', deliveryId, ', reason: "Nobody home"');
    const resumed = shop.client.subscribe(UPDATED, { orderId, after: first.cursor }, order.customer);
    const missed = [];
    for (let n = 0; n < 4; n += 1) missed.push(await next(resumed, 'deliveryUpdated'));
    expect(missed.map(({ sequence, step }) => [sequence, step.status])).toEqual([
      [3, 'AT_STORE'],
      [4, 'PICKED_UP'],
      [5, 'FAILED'],
      [6, 'RETURNING'],
    ]);
    await resumed.return?.();
    const far = shop.client.subscribe(UPDATED, { orderId, after: 'bm9uc2Vuc2U' }, order.customer);
    expect(await endOf(far)).toBe('CURSOR_INVALID');
  });

  test('deliveryUpdated: not for strangers; a courier who gave it back follows no more', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier);
    const { orderId } = order;
    for (const caller of [customer(), operator([v7()]), courierCaller()]) {
      expect(await endOf(shop.client.subscribe(UPDATED, { orderId }, caller))).toBe('NOT_FOUND');
    }
    const anonymous = { kind: 'anonymous' as const };
    expect(await endOf(shop.client.subscribe(UPDATED, { orderId }, anonymous))).toBe('UNAUTHENTICATED');
    expect(await endOf(shop.client.subscribe(UPDATED, { orderId: 'x' }, order.customer))).toBe('NOT_FOUND');
    const stream = shop.client.subscribe(UPDATED, { orderId }, courier.caller);
    await next(stream, 'deliveryUpdated');
    await act(courier, 'deliveryFail', deliveryId, ', reason: "Flat tyre"');
    expect(await endOf(stream)).toBe('ACCESS_ENDED');
  });

  test('courierPosition: a snapshot, then each move, NEARBY on the way, and the end with the hand-over', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier);
    const { orderId } = order;
    const streams = [order.customer, shop.operator, shop.admin].map((caller) =>
      shop.client.subscribe(POSITION, { orderId }, caller),
    );
    for (const stream of streams) {
      expect(await next(stream, 'courierPosition')).toEqual({
        isSnapshot: true,
        position: { location: mitte, at: expect.any(String) },
        eta: expect.any(String),
      });
    }
    for (const caller of [customer(), courierCaller(), operator([v7()]), courier.caller]) {
      expect(await endOf(shop.client.subscribe(POSITION, { orderId }, caller))).toBe('NOT_FOUND');
    }
    await act(courier, 'deliveryPickedUp', deliveryId);
    await wind(courier, 60);
    const close = { latitude: home.latitude + 0.001, longitude: home.longitude };
    const at = new Date();
    expect(await report(courier, close, at)).toBe(true);
    const [mine] = streams;
    if (!mine) throw new Error('no stream');
    for (;;) {
      const message = await next(mine, 'courierPosition');
      expect(message.isSnapshot).toBe(false);
      if (message.position.at === at.toISOString()) {
        expect(message.position.location).toEqual(close);
        break;
      }
    }
    expect(await shop.eventsOf(order, 4)).toEqual(['scheduled', 'assigned', 'started', 'updated']);
    expect(shop.events.of('delivery.updated', deliveryId)[0]?.data).toMatchObject({ status: 'NEARBY' });
    await act(courier, 'deliveryComplete', deliveryId, `, code: "${handoverCode(secret, deliveryId)}"`);
    for (const stream of streams) expect(await endOf(stream)).toBe('ACCESS_ENDED');
    expect(await endOf(shop.client.subscribe(POSITION, { orderId }, order.customer))).toBe('NOT_FOUND');
  });

  test('courierPosition is about the courier whom it began with', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier);
    const stream = shop.client.subscribe(POSITION, { orderId: order.orderId }, order.customer);
    await next(stream, 'courierPosition');
    await act(courier, 'deliveryFail', deliveryId, ', reason: "Flat tyre"');
    expect(await endOf(stream)).toBe('ACCESS_ENDED');
  });

  test('positions: older and impossible ones are dropped, the track is thinned, far moves change the ETA', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier);
    await act(courier, 'deliveryPickedUp', deliveryId);
    expect(await report(courier, mitte, new Date(Date.now() - 60_000))).toBe(false);
    expect(await report(courier, { latitude: 48.1, longitude: 11.5 })).toBe(false);
    await wind(courier, 60);
    expect(await report(courier, { ...mitte, latitude: mitte.latitude + 0.0001 })).toBe(true);
    await wind(courier, 60);
    // 1.1 km the wrong way: the ETA moves by more than a minute.
    const away = { ...mitte, latitude: mitte.latitude + 0.01 };
    expect(await report(courier, away)).toBe(true);
    expect(await shop.eventsOf(order, 4)).toEqual(['scheduled', 'assigned', 'started', 'updated']);
    const { rows } = await shop.pool.query(
      'SELECT latitude FROM track_points WHERE courier_id = $1 ORDER BY at',
      [courier.courierId],
    );
    expect(rows).toEqual([{ latitude: mitte.latitude }, { latitude: away.latitude }]);
    const position = '{ courierMe { position { location { latitude } } } }';
    const read = async () => (await shop.client.query(position, {}, courier.caller)).data?.courierMe.position;
    expect(await read()).toEqual({ location: { latitude: away.latitude } });
    // Redis forgot everything: the track remembers.
    const redis = shop.redis();
    await redis.del(`${shop.world.redisPrefix}delivery:position:${courier.courierId}`);
    expect(await read()).toEqual({ location: { latitude: away.latitude } });
    expect(await report(courier, mitte, new Date(Date.now() - 60_000))).toBe(false);
  });

  test('deliveryOffers: all open offers with each message; not for those who are no couriers', async () => {
    const courier = await shop.newCourier({ capacity: 2 });
    const stream = shop.client.subscribe(OFFERS, {}, courier.caller);
    expect(await next(stream, 'deliveryOffers')).toEqual({ isSnapshot: true, offers: [] });
    const one = await shop.newOrder({ isReady: true });
    const first = await shop.offerFor(courier, one);
    const offered = (...ids: string[]) => ({
      isSnapshot: false,
      offers: ids.map((id) => ({ id, delivery: { status: 'SCHEDULED' } })),
    });
    expect(await next(stream, 'deliveryOffers')).toEqual(offered(first));
    const two = await shop.newOrder({ isReady: true });
    const second = await shop.offerFor(courier, two);
    expect(await next(stream, 'deliveryOffers')).toEqual(offered(first, second));
    await shop.act('deliveryOfferAccept', `offerId: "${first}"`, courier.caller);
    expect(await next(stream, 'deliveryOffers')).toEqual(offered(second));
    await two.publish('order.cancel_requested', { reason: 'CUSTOMER_REQUEST' });
    expect(await next(stream, 'deliveryOffers')).toEqual(offered());
    await stream.return?.();
    expect(await endOf(shop.client.subscribe(OFFERS, {}, courierCaller()))).toBe('NOT_FOUND');
    expect(await endOf(shop.client.subscribe(OFFERS, {}, customer()))).toBe('FORBIDDEN');
    expect(await endOf(shop.client.subscribe(OFFERS, {}, { kind: 'anonymous' }))).toBe('UNAUTHENTICATED');
  });
});

import { loadConfig } from '@nakku/service';
import {
  admin,
  captureEvents,
  courier as courierCaller,
  customer,
  eventProducer,
  eventually,
  operator,
  servers,
  testWorld,
} from '@nakku/testkit';
import { Redis } from 'ioredis';
import pg from 'pg';
import { v7 } from 'uuid';
import { configSchema } from '../src/config.ts';
import { startDelivery } from '../src/service.ts';
import type { DeliveryHarness, TestOrder } from './harnessTypes.ts';

export const secret = 'the hand-over secret of these tests';
export const mitte = { latitude: 52.5287, longitude: 13.4103 };
/** 505 km from the store. */
export const munich = { latitude: 48.1372, longitude: 11.5756 };
/** 480 m from the store. */
export const home = { latitude: 52.5244, longitude: 13.4103 };

export const addressAt = (location: { latitude: number; longitude: number }) => ({
  lines: ['Torstraße 1'],
  city: 'Berlin',
  postcode: '10119',
  country: 'DE',
  location,
  instructions: null,
});

export type { DeliveryHarness, TestCourier, TestOrder } from './harnessTypes.ts';

export async function startDeliveryHarness(more: Record<string, string> = {}): Promise<DeliveryHarness> {
  const world = await testWorld('delivery');
  const env = world.env({ DELIVERY_HANDOVER_SECRET: secret, DATABASE_POOL_SIZE: '10', ...more });
  const service = await startDelivery(loadConfig(configSchema, env));
  const producer = await eventProducer(world.topicPrefix);
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 3 });
  const client = world.client(service);
  const events = await captureEvents(world.topicPrefix, ['delivery']);
  const storeId = v7();
  const userSequences = new Map<string, number>();

  const publish: DeliveryHarness['publish'] = async (event) => {
    const id = await producer.send(event);
    await eventually(
      async () => {
        const { rows } = await pool.query('SELECT 1 FROM platform.inbox WHERE event_id = $1', [id]);
        if (rows.length === 0) throw new Error(`${event.type} is not applied yet`);
      },
      { everyMs: 5 },
    );
  };
  const act: DeliveryHarness['act'] = async (field, args, caller, select = '') => {
    const tries = field === 'deliveryComplete' ? ' ... on WrongCodeError { triesLeft }' : '';
    const document = `mutation { ${field}${args ? `(${args})` : ''} { ${select}
      userErrors { __typename ... on UserError { message code: errorCode path }${tries} } } }`;
    const { data, errors } = await client.query(document, {}, caller);
    expect(errors).toBeUndefined();
    return data?.[field];
  };
  const user: DeliveryHarness['user'] = async (userId, over = {}) => {
    const sequence = (userSequences.get(userId) ?? 0) + 1;
    userSequences.set(userId, sequence);
    const state = {
      userId,
      email: `${userId}@example.com`,
      name: 'Some Body',
      phone: null,
      status: 'ACTIVE',
      roles: ['customer', 'courier'],
      storeIds: [],
      roleVersion: 1,
      addresses: [],
      ...over,
    };
    const data = { user: state, at: new Date().toISOString() };
    await publish({ topic: 'users', type: 'user.updated', subject: userId, sequence, data });
  };
  let redis: Redis | undefined;
  const it: DeliveryHarness = {
    redis: () => (redis ??= new Redis(servers().redisUrl)),
    world,
    env,
    service,
    client,
    events,
    pool,
    storeId,
    operator: operator([storeId]),
    admin: admin(),
    async quiet() {
      await pool.query('UPDATE couriers SET is_on_shift = false');
      await pool.query('DELETE FROM dispatches');
      await pool.query(`UPDATE offers SET status = 'WITHDRAWN', closed_at = now() WHERE status = 'OPEN'`);
    },
    act,
    publish,
    user,
    async newCourier({ capacity = 1, vehicle = 'SCOOTER', onShift = true, at = mitte } = {}) {
      const caller = courierCaller();
      await user(caller.userId);
      const input = `input: { userId: "${caller.userId}", displayName: "Dana", vehicle: ${vehicle}, capacity: ${capacity} }`;
      const { courier } = await act('courierCreate', input, it.admin, 'courier { id }');
      if (onShift) {
        const started = await act(
          'shiftStart',
          `location: { latitude: ${at.latitude}, longitude: ${at.longitude} }`,
          caller,
        );
        expect(started.userErrors).toEqual([]);
      }
      return { caller, courierId: courier.id };
    },
    async newOrder({ handover = 'CODE', isReady = false, instructions = null, ageLimit = null } = {}) {
      const orderId = v7();
      const buyer = customer();
      let sequence = 0;
      const order: TestOrder = {
        orderId,
        customer: buyer,
        async publish(type, data = {}) {
          sequence += 1;
          const base = { orderId, orderNumber: 'NK-1', customerId: buyer.userId, storeId, cartId: v7() };
          const at = new Date().toISOString();
          await publish({
            topic: 'orders',
            type,
            subject: orderId,
            sequence,
            data: { ...base, status: 'CONFIRMED', at, ...data },
          });
        },
      };
      const from = new Date();
      await order.publish('order.confirmed', {
        lines: [{ productId: v7(), quantity: 1 }],
        pickup: { storeId, name: 'Mitte', address: addressAt(mitte) },
        dropoff: { ...addressAt(home), instructions },
        handover,
        ageLimit,
        promise: { from: from.toISOString(), to: new Date(from.getTime() + 900_000).toISOString() },
      });
      if (isReady) await order.publish('order.ready');
      return order;
    },
    async deliveryOf({ orderId }) {
      const { rows } = await pool.query<{ id: string }>('SELECT id FROM deliveries WHERE order_id = $1', [
        orderId,
      ]);
      const id = rows[0]?.id;
      if (id === undefined) throw new Error(`${orderId} has no delivery`);
      return id;
    },
    offerFor: (courier, { orderId }) =>
      eventually(async () => {
        const { rows } = await pool.query<{ id: string }>(
          `SELECT o.id FROM offers o JOIN deliveries d ON d.id = o.delivery_id
            WHERE o.courier_id = $1 AND d.order_id = $2 AND o.status = 'OPEN'`,
          [courier.courierId, orderId],
        );
        if (!rows[0]) throw new Error('no offer yet');
        return rows[0].id;
      }),
    async assigned(courier, more = {}) {
      const order = await it.newOrder({ ...more, isReady: true });
      const offerId = await it.offerFor(courier, order);
      const response = await act(
        'deliveryOfferAccept',
        `offerId: "${offerId}"`,
        courier.caller,
        'delivery { id }',
      );
      expect(response.userErrors).toEqual([]);
      return { order, deliveryId: response.delivery.id };
    },
    async rideToDoor({ courierId }, deliveryId) {
      await pool.query(`UPDATE deliveries SET picked_up_at = now() - interval '1 minute' WHERE id = $1`, [
        deliveryId,
      ]);
      await it.seenAt(courierId, home);
    },
    async seenAt(courierId, { latitude, longitude }, at = new Date()) {
      const position = [latitude, longitude, at.getTime()];
      const key = `${world.redisPrefix}delivery:position:${courierId}`;
      await it.redis().set(key, JSON.stringify([...position, ...position]));
    },
    eventsOf: (order, count) =>
      eventually(() => {
        const seen = events.events.filter(({ key }) => key === order.orderId);
        expect(seen.map(({ sequence }) => sequence)).toEqual(seen.map((_, index) => index + 1));
        if (seen.length < count) throw new Error(`only ${seen.map(({ type }) => type).join()}`);
        return seen.map(({ type }) => type.replace('delivery.', ''));
      }),
    async stop() {
      redis?.disconnect();
      await events.stop();
      await pool.end();
      await producer.stop();
      await service.stop();
      await world.cleanup();
    },
  };
  return it;
}

import { servers, tcpProxy, type TcpProxy } from '@nakku/testkit';
import { type DeliveryHarness, home, startDeliveryHarness } from './harness.ts';

describe('without Redis', () => {
  let proxy: TcpProxy;
  let shop: DeliveryHarness;
  beforeAll(async () => {
    proxy = await tcpProxy(servers().redisUrl);
    const REDIS_URL = `redis://${proxy.host}:${proxy.port}`;
    shop = await startDeliveryHarness({ DURATIONS_PROFILE: 'production', REDIS_URL });
    proxy.cut();
  });
  afterAll(async () => {
    proxy.restore();
    await shop.stop();
    await proxy.close();
  });

  test('couriers ride on: shift, offer, positions and hand-over work from Postgres', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier, { handover: 'LEFT_AT_DOOR' });
    await shop.act('deliveryPickedUp', `deliveryId: "${deliveryId}"`, courier.caller);
    await shop.pool.query(`UPDATE couriers SET position_at = position_at - interval '1 minute'`);
    await shop.pool.query(`UPDATE deliveries SET picked_up_at = picked_up_at - interval '1 minute'`);
    const at = new Date().toISOString();
    const report = (when: string) =>
      shop.act(
        'courierPositionReport',
        `input: { location: { latitude: ${home.latitude}, longitude: ${home.longitude} }, at: "${when}" }`,
        courier.caller,
        'isAccepted',
      );
    expect((await report(at)).isAccepted).toBe(true);
    expect((await report(at)).isAccepted).toBe(false);
    await shop.act('deliveryComplete', `deliveryId: "${deliveryId}"`, courier.caller);
    expect(await shop.eventsOf(order, 5)).toEqual([
      'scheduled',
      'assigned',
      'started',
      'updated',
      'completed',
    ]);
  });
});

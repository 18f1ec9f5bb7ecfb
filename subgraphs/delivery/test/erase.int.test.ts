import { eventually } from '@nakku/testkit';
import { handoverCode } from '../src/domain/handoverCode.ts';
import { type DeliveryHarness, secret, startDeliveryHarness } from './harness.ts';

describe('erased accounts', () => {
  let shop: DeliveryHarness;
  beforeAll(async () => {
    shop = await startDeliveryHarness({
      DURATIONS_PROFILE: 'production',
      DELIVERY_ANONYMISE_EVERY_MS: '100',
    });
  });
  afterAll(() => shop.stop());
  beforeEach(() => shop.quiet());

  const select = async (sql: string, ...values: unknown[]) => (await shop.pool.query(sql, values)).rows;

  test('a customer’s delivery keeps its address until it has ended, and then has the store’s', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier, { instructions: 'Door code 4711' });
    await shop.user(order.customer.userId, { status: 'DELETED', roles: ['customer'] });
    const dropoff = async () =>
      (await select('SELECT pickup, dropoff FROM deliveries WHERE id = $1', deliveryId))[0];
    await shop.act('deliveryPickedUp', `deliveryId: "${deliveryId}"`, courier.caller);
    expect((await dropoff()).dropoff).toMatchObject({ instructions: 'Door code 4711' });
    await shop.rideToDoor(courier, deliveryId);
    const code = handoverCode(secret, deliveryId);
    const done = await shop.act(
      'deliveryComplete',
      `deliveryId: "${deliveryId}", code: "${code}"`,
      courier.caller,
      'delivery { status }',
    );
    expect(done.delivery).toEqual({ status: 'DELIVERED' });
    await eventually(async () => {
      const { pickup, dropoff: anonymous } = await dropoff();
      expect(anonymous).toEqual({ ...pickup, lines: ['Erased'], instructions: null });
    });
  });

  test('a courier leaves the shift, without name, position and way', async () => {
    const courier = await shop.newCourier();
    const { courierId } = courier;
    const { deliveryId } = await shop.assigned(courier);
    await shop.pool.query(
      'INSERT INTO track_points (courier_id, at, latitude, longitude) VALUES ($1, now(), 52.5, 13.4)',
      [courierId],
    );
    await shop.user(courierId, { status: 'DELETED', roles: ['customer'] });
    await eventually(async () =>
      expect(
        await select(
          'SELECT display_name, is_on_shift, latitude, load FROM couriers WHERE id = $1',
          courierId,
        ),
      ).toEqual([{ display_name: 'Erased', is_on_shift: false, latitude: null, load: 0 }]),
    );
    expect(await select('SELECT 1 FROM track_points WHERE courier_id = $1', courierId)).toEqual([]);
    const [change] = await select(
      'SELECT before, after FROM courier_changes WHERE courier_id = $1',
      courierId,
    );
    expect(change).toMatchObject({ before: null, after: { displayName: 'Erased' } });
    const steps = await select(
      `SELECT params ->> 'courierName' AS name FROM delivery_steps WHERE delivery_id = $1 AND kind = 'ASSIGNED'`,
      deliveryId,
    );
    expect(steps).toEqual([{ name: 'Erased' }]);
    const again = `input: { userId: "${courierId}", displayName: "Åsa", vehicle: CAR }`;
    expect((await shop.act('courierCreate', again, shop.admin)).userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    // What was not picked up goes to others.
    expect(await select('SELECT status FROM deliveries WHERE id = $1', deliveryId)).toEqual([
      { status: 'SCHEDULED' },
    ]);
  });
});

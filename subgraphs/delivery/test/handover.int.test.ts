import { eventually } from '@nakku/testkit';
import {
  type DeliveryHarness,
  home,
  mitte,
  munich,
  startDeliveryHarness,
  type TestCourier,
} from './harness.ts';

describe('where couriers can be', () => {
  let shop: DeliveryHarness;
  beforeAll(async () => {
    shop = await startDeliveryHarness({ DURATIONS_PROFILE: 'production' });
  });
  afterAll(() => shop.stop());
  beforeEach(() => shop.quiet());

  const act = (courier: TestCourier, field: string, deliveryId: string, more = '', select = '') =>
    shop.act(field, `deliveryId: "${deliveryId}"${more}`, courier.caller, select);
  const report = async (courier: TestCourier, location: typeof mitte, at: Date) => {
    const input = `input: { location: { latitude: ${location.latitude}, longitude: ${location.longitude} }, at: "${at.toISOString()}" }`;
    return (await shop.act('courierPositionReport', input, courier.caller, 'isAccepted')).isAccepted;
  };
  const carried = async (courier: TestCourier, handover = 'LEFT_AT_DOOR') => {
    const { order, deliveryId } = await shop.assigned(courier, { handover });
    await act(courier, 'deliveryPickedUp', deliveryId);
    return { order, deliveryId };
  };
  const rowOf = async (deliveryId: string) => {
    const { rows } = await shop.pool.query(
      'SELECT status, version, failure_code FROM deliveries WHERE id = $1',
      [deliveryId],
    );
    return rows[0];
  };

  test('goods are not left at a door that the courier cannot have reached; staff may vouch for it', async () => {
    const courier = await shop.newCourier();
    const { deliveryId } = await carried(courier);
    const tooFar = { __typename: 'NotAtDoorError', code: 'NOT_AT_DOOR', path: ['deliveryId'] };
    // A second after the pick-up, and the store is 480 m away.
    expect((await act(courier, 'deliveryComplete', deliveryId)).userErrors).toMatchObject([tooFar]);
    // Long after it, but seen in another town just now.
    await shop.rideToDoor(courier, deliveryId);
    await shop.seenAt(courier.courierId, munich);
    expect((await act(courier, 'deliveryComplete', deliveryId)).userErrors).toMatchObject([tooFar]);
    expect(await rowOf(deliveryId)).toEqual({ status: 'PICKED_UP', version: 3, failure_code: null });
    const byStaff = `deliveryId: "${deliveryId}", reason: "Seen on the camera"`;
    expect((await shop.act('deliveryCompleteByStaff', byStaff, shop.operator)).userErrors).toEqual([]);
  });

  test('at the door they are; how far away still counts as there can be set', async () => {
    const courier = await shop.newCourier();
    const { deliveryId } = await carried(courier);
    await shop.rideToDoor(courier, deliveryId);
    expect((await act(courier, 'deliveryComplete', deliveryId)).userErrors).toEqual([]);
    const generous = await startDeliveryHarness({
      DURATIONS_PROFILE: 'production',
      DELIVERY_HANDOVER_METERS: '1000',
    });
    try {
      const other = await generous.newCourier();
      const next = await generous.assigned(other, { handover: 'LEFT_AT_DOOR' });
      const id = `deliveryId: "${next.deliveryId}"`;
      await generous.act('deliveryPickedUp', id, other.caller);
      expect((await generous.act('deliveryComplete', id, other.caller)).userErrors).toEqual([]);
    } finally {
      await generous.stop();
    }
  });

  test('an absent customer: reported at the door, waited for, then failed with its reason', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await carried(courier, 'CODE');
    const absent = (select = '') => act(courier, 'deliveryCustomerAbsent', deliveryId, '', select);
    const fail = () =>
      act(
        courier,
        'deliveryFail',
        deliveryId,
        ', reason: "Nobody answers", code: CUSTOMER_ABSENT',
        'delivery { status failureCode failureReason }',
      );
    const early = { __typename: 'WaitingTimeError', code: 'WAITING_TIME' };
    expect((await absent()).userErrors).toMatchObject([{ code: 'NOT_AT_DOOR' }]);
    expect((await fail()).userErrors).toMatchObject([early]);
    await shop.rideToDoor(courier, deliveryId);
    const before = Date.now();
    const { delivery } = await absent('delivery { status version customerAbsentUntil }');
    expect(delivery).toMatchObject({ status: 'PICKED_UP', version: 4 });
    const waited = new Date(delivery.customerAbsentUntil).getTime() - before;
    expect(waited).toBeGreaterThanOrEqual(300_000);
    expect(waited).toBeLessThan(310_000);
    // Repeated: the time does not begin anew.
    expect((await absent('delivery { status version customerAbsentUntil }')).delivery).toEqual(delivery);
    expect((await fail()).userErrors).toMatchObject([early]);
    expect(await rowOf(deliveryId)).toMatchObject({ status: 'PICKED_UP', version: 4 });
    const timeline = `{ delivery(orderId: "${order.orderId}") { timeline { kind en: detail de: detail(locale: DE) } } }`;
    const { data } = await shop.client.query(timeline, {}, order.customer);
    expect(data?.delivery.timeline.at(-1)).toEqual({
      kind: 'CUSTOMER_ABSENT',
      en: 'The courier is at the door and nobody answers.',
      de: 'Der Kurier steht vor der Tür, und niemand öffnet.',
    });
    await shop.pool.query(`UPDATE deliveries SET absent_since = now() - interval '6 minutes' WHERE id = $1`, [
      deliveryId,
    ]);
    expect(await fail()).toEqual({
      delivery: { status: 'RETURNING', failureCode: 'CUSTOMER_ABSENT', failureReason: 'Nobody answers' },
      userErrors: [],
    });
    expect(await shop.eventsOf(order, 6)).toEqual([
      'scheduled',
      'assigned',
      'started',
      'updated',
      'failed',
      'updated',
    ]);
    expect(shop.events.of('delivery.failed', deliveryId)[0]?.data).toMatchObject({ code: 'CUSTOMER_ABSENT' });
  });

  test('goods with an age limit are handed over to who is old enough, and go back otherwise', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier, { ageLimit: 18 });
    await act(courier, 'deliveryPickedUp', deliveryId);
    const query = `{ delivery(orderId: "${order.orderId}") { handoverCode ageLimit ageVerifiedAt } }`;
    const before = (await shop.client.query(query, {}, order.customer)).data?.delivery;
    expect(before).toMatchObject({ ageLimit: 18, ageVerifiedAt: null });
    const code = `, code: "${before.handoverCode}"`;
    expect((await act(courier, 'deliveryComplete', deliveryId, code)).userErrors).toMatchObject([
      { __typename: 'InvalidInputError', code: 'INVALID_INPUT', path: ['isAgeVerified'] },
    ]);
    expect(await rowOf(deliveryId)).toMatchObject({ status: 'PICKED_UP', version: 3 });
    const verified = `${code}, isAgeVerified: true`;
    expect((await act(courier, 'deliveryComplete', deliveryId, verified)).userErrors).toEqual([]);
    const { rows } = await shop.pool.query(
      'SELECT proof, age_verified_at IS NOT NULL AS verified FROM deliveries WHERE id = $1',
      [deliveryId],
    );
    expect(rows).toEqual([{ proof: 'CODE', verified: true }]);

    const young = await shop.assigned(courier, { ageLimit: 16 });
    await act(courier, 'deliveryPickedUp', young.deliveryId);
    const failure = ', reason: "No identity card", code: AGE_NOT_VERIFIED';
    const select = 'delivery { status failureCode ageVerifiedAt }';
    expect(await act(courier, 'deliveryFail', young.deliveryId, failure, select)).toEqual({
      delivery: { status: 'RETURNING', failureCode: 'AGE_NOT_VERIFIED', ageVerifiedAt: null },
      userErrors: [],
    });
    await shop.eventsOf(young.order, 5);
    const [failed] = shop.events.of('delivery.failed', young.deliveryId);
    expect(failed?.data).toMatchObject({ code: 'OTHER', reason: 'No identity card' });
  });

  test('whoever opens while the courier waits gets the goods', async () => {
    const courier = await shop.newCourier();
    const { deliveryId } = await carried(courier);
    await shop.rideToDoor(courier, deliveryId);
    expect((await act(courier, 'deliveryCustomerAbsent', deliveryId)).userErrors).toEqual([]);
    expect((await act(courier, 'deliveryComplete', deliveryId)).userErrors).toEqual([]);
    expect(await rowOf(deliveryId)).toMatchObject({ status: 'DELIVERED', failure_code: null });
  });

  test('a clock that is ahead does not shut out the next right position', async () => {
    const courier = await shop.newCourier();
    expect(await report(courier, mitte, new Date(Date.now() + 4_500))).toBe(true);
    // The clock was set right.
    await eventually(async () => expect(await report(courier, mitte, new Date())).toBe(true), {
      everyMs: 20,
      timeoutMs: 1_000,
    });
  });

  test('a new shift begins within reach of where the courier was', async () => {
    const courier = await shop.newCourier();
    expect((await shop.act('shiftEnd', '', courier.caller)).userErrors).toEqual([]);
    const start = ({ latitude, longitude }: typeof mitte) =>
      shop.act('shiftStart', `location: { latitude: ${latitude}, longitude: ${longitude} }`, courier.caller);
    const far = await start(munich);
    expect(far.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['location'] }]);
    const { rows } = await shop.pool.query('SELECT is_on_shift, latitude FROM couriers WHERE id = $1', [
      courier.courierId,
    ]);
    expect(rows).toEqual([{ is_on_shift: false, latitude: mitte.latitude }]);
    expect((await start(mitte)).userErrors).toEqual([]);
    // A night later the same courier may be anywhere.
    expect((await shop.act('shiftEnd', '', courier.caller)).userErrors).toEqual([]);
    await shop.seenAt(courier.courierId, mitte, new Date(Date.now() - 12 * 3_600_000));
    expect((await start(munich)).userErrors).toEqual([]);
  });

  test('a courier 505 km away gets no offer, one nearby does', async () => {
    const far = await shop.newCourier({ at: munich });
    const order = await shop.newOrder({ isReady: true });
    await eventually(async () => {
      const { rows } = await shop.pool.query(
        'SELECT passed_over FROM dispatches WHERE claimed_until IS NULL',
      );
      expect(rows).toEqual([{ passed_over: [far.courierId] }]);
    });
    const near = await shop.newCourier({ at: home });
    await shop.offerFor(near, order);
    const { rows } = await shop.pool.query('SELECT courier_id FROM offers WHERE courier_id = $1', [
      far.courierId,
    ]);
    expect(rows).toEqual([]);
  });
});

import type { customer, SubgraphClient } from '@nakku/testkit';
import { handoverCode } from '../src/domain/handoverCode.ts';
import {
  type DeliveryHarness,
  home,
  secret,
  startDeliveryHarness,
  type TestCourier,
  type TestOrder,
} from './harness.ts';

const DOOR = 'dropoff { lines city postcode instructions location { latitude longitude } }';
const UPDATED = `subscription($orderId: ID!) { deliveryUpdated(orderId: $orderId) { step { status } delivery { ${DOOR} } } }`;

const address = {
  lines: ['Torstraße 1'],
  city: 'Berlin',
  postcode: '10119',
  instructions: 'Door code 4711',
  location: home,
};
/** What a courier knows who has nothing to do there: no street, no door code, no exact place. */
const area = {
  ...address,
  lines: [],
  instructions: null,
  location: { latitude: 52.52, longitude: 13.41 },
};

describe('the customer’s address', () => {
  let shop: DeliveryHarness;
  beforeAll(async () => {
    shop = await startDeliveryHarness({ DURATIONS_PROFILE: 'production' });
  });
  afterAll(() => shop.stop());
  beforeEach(() => shop.quiet());

  type Caller = ReturnType<typeof customer>;

  const doorOf = async ({ orderId }: TestOrder, caller: Caller) =>
    (await shop.client.query(`{ delivery(orderId: "${orderId}") { ${DOOR} } }`, {}, caller)).data?.delivery
      ?.dropoff;
  const doorByEntity = async (deliveryId: string, caller: Caller) => {
    const { data } = await shop.client.query(
      `query($of: [_Any!]!) { _entities(representations: $of) { ... on Delivery { ${DOOR} } } }`,
      { of: [{ __typename: 'Delivery', id: deliveryId }] },
      caller,
    );
    return data?._entities[0]?.dropoff;
  };
  /** The door in the next messages of a subscription, with the step that each is about. */
  const doorsIn = async (stream: ReturnType<SubgraphClient['subscribe']>, count: number) => {
    const seen = [];
    for (let n = 0; n < count; n += 1) {
      const { value, done } = await stream.next();
      if (done) throw new Error('the stream ended');
      expect(value.errors).toBeUndefined();
      const { step, delivery } = value.data?.deliveryUpdated ?? {};
      seen.push([step.status, delivery.dropoff]);
    }
    return seen;
  };
  const act = (courier: TestCourier, field: string, deliveryId: string, more = '') =>
    shop.act(field, `deliveryId: "${deliveryId}"${more}`, courier.caller, `delivery { status ${DOOR} }`);

  test('before: an offer shows the area and the distance, and nothing else of the delivery opens', async () => {
    const courier = await shop.newCourier();
    const order = await shop.newOrder({ isReady: true, instructions: 'Door code 4711' });
    const offerId = await shop.offerFor(courier, order);
    const { data } = await shop.client.query(
      `{ myDeliveryOffers { id dropoffDistanceMeters delivery { ${DOOR} timeline { sequence } } } }`,
      {},
      courier.caller,
    );
    expect(data?.myDeliveryOffers).toEqual([
      { id: offerId, dropoffDistanceMeters: 500, delivery: { dropoff: area, timeline: [] } },
    ]);
    const stream = shop.client.subscribe(
      `subscription { deliveryOffers { offers { delivery { ${DOOR} } } } }`,
      {},
      courier.caller,
    );
    const first = await stream.next();
    expect(first.value?.data?.deliveryOffers).toEqual({ offers: [{ delivery: { dropoff: area } }] });
    await stream.return?.();
    expect(await doorOf(order, courier.caller)).toBeUndefined();
    expect(await doorByEntity(await shop.deliveryOf(order), courier.caller)).toBeUndefined();
  });

  test('during: from accepting on the courier reads it; after the hand-over only the area', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier, { instructions: 'Door code 4711' });
    const stream = shop.client.subscribe(UPDATED, { orderId: order.orderId }, courier.caller);
    expect(await doorsIn(stream, 1)).toEqual([['ASSIGNED', address]]);
    expect(await doorOf(order, courier.caller)).toEqual(address);
    expect((await act(courier, 'deliveryArrivedAtStore', deliveryId)).delivery.dropoff).toEqual(address);
    expect((await act(courier, 'deliveryPickedUp', deliveryId)).delivery.dropoff).toEqual(address);
    expect(await doorByEntity(deliveryId, courier.caller)).toEqual(address);

    const code = `, code: "${handoverCode(secret, deliveryId)}"`;
    const done = await act(courier, 'deliveryComplete', deliveryId, code);
    expect(done.delivery).toEqual({ status: 'DELIVERED', dropoff: area });
    expect((await doorsIn(stream, 3)).at(-1)).toEqual(['DELIVERED', area]);
    await stream.return?.();
    expect(await doorOf(order, courier.caller)).toEqual(area);
    expect(await doorByEntity(deliveryId, courier.caller)).toEqual(area);
    // A repeated call answers as the first.
    expect((await act(courier, 'deliveryComplete', deliveryId, code)).delivery.dropoff).toEqual(area);
    for (const caller of [order.customer, shop.operator, shop.admin]) {
      expect(await doorOf(order, caller)).toEqual(address);
    }
  });

  test('after: a courier who gave it back sees nothing, one who failed sees the area on the way back', async () => {
    const quitter = await shop.newCourier();
    const given = await shop.assigned(quitter, { instructions: 'Door code 4711' });
    const back = await act(quitter, 'deliveryFail', given.deliveryId, ', reason: "Flat tyre"');
    expect(back.delivery).toEqual({ status: 'SCHEDULED', dropoff: area });
    expect(await doorOf(given.order, quitter.caller)).toBeUndefined();
    await shop.quiet();

    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier, { instructions: 'Door code 4711' });
    await act(courier, 'deliveryPickedUp', deliveryId);
    const failed = await act(courier, 'deliveryFail', deliveryId, ', reason: "No such door"');
    expect(failed.delivery).toEqual({ status: 'RETURNING', dropoff: area });
    expect(await doorOf(order, courier.caller)).toEqual(area);
    const { data } = await shop.client.query(`{ myDeliveries { ${DOOR} } }`, {}, courier.caller);
    expect(data?.myDeliveries).toEqual([{ dropoff: area }]);
  });
});

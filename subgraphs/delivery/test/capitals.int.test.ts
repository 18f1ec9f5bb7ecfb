import { typeDefsOf } from '@nakku/graphql-kit';
import { Kind, type TypeNode } from 'graphql';
import { handoverCode } from '../src/domain/handoverCode.ts';
import { type DeliveryHarness, secret, startDeliveryHarness, type TestCourier } from './harness.ts';

/** Fields of the schema that take an ID, as an argument or in an input: `Mutation.deliveryFail`. */
function fieldsWithIds(): string[] {
  const { definitions } = typeDefsOf('delivery');
  const nameOf = (type: TypeNode): string =>
    type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
  const inputs = new Map(
    definitions.flatMap((one) =>
      one.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION
        ? [[one.name.value, (one.fields ?? []).map(({ type }) => nameOf(type))]]
        : [],
    ),
  );
  const hasId = (type: string): boolean => type === 'ID' || (inputs.get(type) ?? []).some(hasId);
  return definitions.flatMap((one) =>
    one.kind === Kind.OBJECT_TYPE_DEFINITION && ['Query', 'Mutation', 'Subscription'].includes(one.name.value)
      ? (one.fields ?? [])
          .filter((field) => (field.arguments ?? []).some(({ type }) => hasId(nameOf(type))))
          .map((field) => `${one.name.value}.${field.name.value}`)
      : [],
  );
}

/** Swift and Windows write UUIDs in capitals: an ID means the same in any case. */
describe('ids in capitals', () => {
  let shop: DeliveryHarness;
  let courier: TestCourier;
  beforeAll(async () => {
    shop = await startDeliveryHarness({ DURATIONS_PROFILE: 'production' });
    courier = await shop.newCourier({ capacity: 10 });
  });
  afterAll(() => shop.stop());

  const capitals = (id: string) => id.toUpperCase();
  type Caller = Parameters<DeliveryHarness['act']>[2];
  const read = async (document: string, caller: Caller) => {
    const { data, errors } = await shop.client.query(document, {}, caller);
    expect(errors).toBeUndefined();
    return Object.values(data ?? {})[0];
  };
  const first = async (document: string, caller: Caller) => {
    const stream = shop.client.subscribe(document, {}, caller);
    const { value } = await stream.next();
    await stream.return?.();
    expect(value?.errors).toBeUndefined();
    return Object.values(value?.data ?? {})[0];
  };
  const act = async (field: string, args: string, caller: Caller, select: string) => {
    const payload = await shop.act(field, args, caller, select);
    expect(payload.userErrors).toEqual([]);
    return payload;
  };
  const carried = async () => {
    const { deliveryId } = await shop.assigned(courier);
    await act('deliveryPickedUp', `deliveryId: "${deliveryId}"`, courier.caller, 'delivery { id }');
    return deliveryId;
  };
  const own = (field: string, deliveryId: string, more = '') =>
    act(field, `deliveryId: "${capitals(deliveryId)}"${more}`, courier.caller, 'delivery { id }');
  const offered = async () => shop.offerFor(courier, await shop.newOrder({ isReady: true }));

  const cases: Readonly<Record<string, () => Promise<void>>> = {
    'Query.delivery': async () => {
      const { order, deliveryId } = await shop.assigned(courier);
      const document = `{ delivery(orderId: "${capitals(order.orderId)}") { id } }`;
      expect(await read(document, order.customer)).toEqual({ id: deliveryId });
    },
    'Query.deliveries': async () => {
      const { deliveryId } = await shop.assigned(courier);
      const filter = `storeId: "${capitals(shop.storeId)}", courierId: "${capitals(courier.courierId)}"`;
      expect(
        await read(
          `{ deliveries(first: 1, filter: { ${filter} }) { edges { node { id } } } }`,
          shop.operator,
        ),
      ).toEqual({ edges: [{ node: { id: deliveryId } }] });
    },
    'Query.courierChanges': async () => {
      const document = `{ courierChanges(first: 1, courierId: "${capitals(courier.courierId)}") { edges { node { courier { id } } } } }`;
      expect(await read(document, shop.admin)).toEqual({
        edges: [{ node: { courier: { id: courier.courierId } } }],
      });
    },
    'Mutation.courierCreate': async () => {
      const { caller } = await shop.newCourier({ onShift: false });
      const input = `input: { userId: "${capitals(caller.userId)}", displayName: "D", vehicle: CAR }`;
      const { userErrors } = await shop.act('courierCreate', input, shop.admin);
      expect(userErrors).toMatchObject([{ code: 'COURIER_EXISTS' }]);
    },
    'Mutation.courierUpdate': async () => {
      const args = `courierId: "${capitals(courier.courierId)}", input: { displayName: "Dora" }`;
      const { courier: changed } = await act('courierUpdate', args, shop.admin, 'courier { id displayName }');
      expect(changed).toEqual({ id: courier.courierId, displayName: 'Dora' });
    },
    'Mutation.courierDeactivate': async () => {
      const { courierId } = await shop.newCourier({ onShift: false });
      const args = `courierId: "${capitals(courierId)}", reason: "r"`;
      const { courier: changed } = await act('courierDeactivate', args, shop.admin, 'courier { isActive }');
      expect(changed).toEqual({ isActive: false });
    },
    'Mutation.courierReactivate': async () => {
      const { courierId } = await shop.newCourier({ onShift: false });
      const args = `courierId: "${capitals(courierId)}"`;
      const { courier: changed } = await act('courierReactivate', args, shop.admin, 'courier { isActive }');
      expect(changed).toEqual({ isActive: true });
    },
    'Mutation.deliveryOfferAccept': async () => {
      const args = `offerId: "${capitals(await offered())}"`;
      await act('deliveryOfferAccept', args, courier.caller, 'delivery { id }');
    },
    'Mutation.deliveryOfferDecline': async () => {
      const offerId = await offered();
      const args = `offerId: "${capitals(offerId)}"`;
      const response = await act('deliveryOfferDecline', args, courier.caller, 'declinedOfferId');
      expect(response.declinedOfferId).toBe(offerId);
      await shop.pool.query('DELETE FROM dispatches');
    },
    'Mutation.deliveryArrivedAtStore': async () => {
      const { deliveryId } = await shop.assigned(courier);
      expect((await own('deliveryArrivedAtStore', deliveryId)).delivery).toEqual({ id: deliveryId });
    },
    'Mutation.deliveryPickedUp': async () => {
      const { deliveryId } = await shop.assigned(courier);
      expect((await own('deliveryPickedUp', deliveryId)).delivery).toEqual({ id: deliveryId });
    },
    'Mutation.deliveryComplete': async () => {
      const deliveryId = await carried();
      await own('deliveryComplete', deliveryId, `, code: "${handoverCode(secret, deliveryId)}"`);
    },
    'Mutation.deliveryCompleteByStaff': async () => {
      const deliveryId = await carried();
      const args = `deliveryId: "${capitals(deliveryId)}", reason: "r"`;
      await act('deliveryCompleteByStaff', args, shop.operator, 'delivery { id }');
    },
    'Mutation.deliveryCustomerAbsent': async () => {
      const deliveryId = await carried();
      await shop.rideToDoor(courier, deliveryId);
      await own('deliveryCustomerAbsent', deliveryId);
    },
    'Mutation.deliveryFail': async () => {
      await own('deliveryFail', await carried(), ', reason: "r"');
    },
    'Mutation.deliveryReturned': async () => {
      const deliveryId = await carried();
      await act(
        'deliveryFail',
        `deliveryId: "${deliveryId}", reason: "r"`,
        courier.caller,
        'delivery { id }',
      );
      await own('deliveryReturned', deliveryId);
    },
    'Subscription.deliveryUpdated': async () => {
      const { order, deliveryId } = await shop.assigned(courier);
      const document = `subscription { deliveryUpdated(orderId: "${capitals(order.orderId)}") { delivery { id } } }`;
      expect(await first(document, order.customer)).toEqual({ delivery: { id: deliveryId } });
    },
    'Subscription.courierPosition': async () => {
      const { order } = await shop.assigned(courier);
      const document = `subscription { courierPosition(orderId: "${capitals(order.orderId)}") { isSnapshot } }`;
      expect(await first(document, order.customer)).toEqual({ isSnapshot: true });
    },
  };

  test('every field that takes an ID has a case', () => {
    // By the operators of the platform, tested there.
    const known = [
      ...Object.keys(cases),
      'Mutation.deliveryDeadLetterRedrive',
      'Mutation.deliveryDeadLetterReplay',
    ];
    expect(fieldsWithIds().sort()).toEqual(known.sort());
  });

  test.each(Object.entries(cases))('%s', async (_, run) => {
    await shop.pool.query('UPDATE couriers SET capacity = 10, load = 0 WHERE id = $1', [courier.courierId]);
    await run();
  });

  test('entities', async () => {
    const { order, deliveryId } = await shop.assigned(courier);
    const of = [
      { __typename: 'Delivery', id: capitals(deliveryId) },
      { __typename: 'Courier', id: capitals(courier.courierId) },
      { __typename: 'Order', id: capitals(order.orderId) },
    ];
    const { data } = await shop.client.query(
      `query($of: [_Any!]!) { _entities(representations: $of) {
         ... on Delivery { id } ... on Courier { id } ... on Order { delivery { id } } } }`,
      { of },
      order.customer,
    );
    expect(data?._entities).toEqual([
      { id: deliveryId },
      { id: courier.courierId },
      { delivery: { id: deliveryId } },
    ]);
  });
});

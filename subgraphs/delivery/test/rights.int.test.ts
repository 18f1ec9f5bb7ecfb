import { customer, operator } from '@nakku/testkit';
import { v7 } from 'uuid';
import { handoverCode } from '../src/domain/handoverCode.ts';
import { type DeliveryHarness, secret, startDeliveryHarness, type TestCourier } from './harness.ts';

const DELIVERY = `query($orderId: ID!) { delivery(orderId: $orderId) {
  handoverCode courier { displayName capacity user { id } position { location { latitude } } } } }`;

describe('rights and codes', () => {
  let shop: DeliveryHarness;
  beforeAll(async () => {
    shop = await startDeliveryHarness({ DURATIONS_PROFILE: 'production' });
  });
  afterAll(() => shop.stop());

  const read = async (orderId: string, caller: Parameters<DeliveryHarness['act']>[2]) =>
    (await shop.client.query(DELIVERY, { orderId }, caller)).data?.delivery;
  const leave = (courier: TestCourier) => shop.act('shiftEnd', '', courier.caller);

  test('five wrong codes lock the hand-over, also for the right one; staff help', async () => {
    const courier = await shop.newCourier();
    const { deliveryId } = await shop.assigned(courier);
    await shop.act('deliveryPickedUp', `deliveryId: "${deliveryId}"`, courier.caller);
    const right = handoverCode(secret, deliveryId);
    const wrong = right === '0000' ? '0001' : '0000';
    const complete = async (code: string) => {
      const args = `deliveryId: "${deliveryId}", code: "${code}"`;
      const { userErrors } = await shop.act('deliveryComplete', args, courier.caller);
      return userErrors[0] && { code: userErrors[0].code, triesLeft: userErrors[0].triesLeft };
    };
    for (const triesLeft of [4, 3, 2, 1])
      expect(await complete(wrong)).toEqual({ code: 'WRONG_CODE', triesLeft });
    for (const code of [wrong, wrong, right]) {
      expect(await complete(code)).toEqual({ code: 'CODE_LOCKED', triesLeft: 0 });
    }
    const args = `deliveryId: "${deliveryId}", reason: "Locked out"`;
    expect((await shop.act('deliveryCompleteByStaff', args, shop.operator)).userErrors).toEqual([]);
    await leave(courier);
  });

  test('who sees what', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier);
    const code = handoverCode(secret, deliveryId);
    const secretsOf = async (caller: typeof shop.operator) => {
      const delivery = await read(order.orderId, caller);
      if (delivery === null) return null;
      const { handoverCode: visibleCode, courier: who } = delivery;
      return {
        visibleCode,
        name: who.displayName,
        capacity: who.capacity,
        user: who.user,
        sees: who.position !== null,
      };
    };
    const name = 'Dana';
    expect(await secretsOf(order.customer)).toEqual({
      visibleCode: code,
      name,
      capacity: null,
      user: null,
      sees: true,
    });
    expect(await secretsOf(shop.operator)).toEqual({
      visibleCode: null,
      name,
      capacity: null,
      user: null,
      sees: true,
    });
    const user = { id: courier.caller.userId };
    expect(await secretsOf(courier.caller)).toEqual({
      visibleCode: null,
      name,
      capacity: 1,
      user,
      sees: true,
    });
    expect(await secretsOf(shop.admin)).toEqual({ visibleCode: null, name, capacity: 1, user, sees: true });
    const other = await shop.newCourier({ onShift: false });
    for (const stranger of [customer(), operator([v7()]), other.caller]) {
      expect(await secretsOf(stranger)).toBeNull();
    }
    const entities = `query($of: [_Any!]!) { _entities(representations: $of) {
      ... on Delivery { status } ... on Courier { displayName } ... on Order { delivery { status } } } }`;
    const of = [
      { __typename: 'Delivery', id: deliveryId },
      { __typename: 'Courier', id: courier.courierId },
      { __typename: 'Order', id: order.orderId },
    ];
    const seen = [{ status: 'ASSIGNED' }, { displayName: name }, { delivery: { status: 'ASSIGNED' } }];
    const hidden = [null, null, { delivery: null }];
    const resolve = async (caller: Parameters<typeof shop.client.query>[2]) =>
      (await shop.client.query(entities, { of }, caller)).data?._entities;
    for (const caller of [order.customer, shop.operator, courier.caller, shop.admin]) {
      expect(await resolve(caller)).toEqual(seen);
    }
    for (const caller of [customer(), operator([v7()]), other.caller, { kind: 'anonymous' as const }]) {
      expect(await resolve(caller)).toEqual(hidden);
    }
    await shop.act('deliveryPickedUp', `deliveryId: "${deliveryId}"`, courier.caller);
    await shop.act('deliveryComplete', `deliveryId: "${deliveryId}", code: "${code}"`, courier.caller);
    // Delivered: the customer no longer follows the courier.
    expect(await secretsOf(order.customer)).toMatchObject({ name, sees: false });
    expect((await resolve(order.customer))[1]).toBeNull();
    await leave(courier);
  });
});

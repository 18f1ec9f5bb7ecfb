import { areaOf } from '@nakku/geo';
import { admin, courier, customer, operator } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness } from './harness.ts';
import { published } from './otherContexts.ts';
import { reach } from './reach.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness();
}, 60_000);
afterAll(() => shop.stop());

describe('who sees an order', () => {
  test('its customer, its store and admins; for others it is not there', async () => {
    const { orderId, caller, staff, storeId } = await shop.placed();
    for (const who of [caller, staff, admin()]) {
      expect((await shop.order(orderId, who))?.id).toBe(orderId);
    }
    for (const who of [customer(), operator([uuidv7()]), courier(), customer({ storeIds: [storeId] })]) {
      expect(await shop.order(orderId, who)).toBeNull();
    }
    expect(await shop.order('no-uuid', caller)).toBeNull();
    expect(await shop.order(uuidv7(), caller)).toBeNull();
  });

  test('also as a reference from another subgraph', async () => {
    const { orderId, caller } = await shop.placed();
    const document = `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Order { id status } } }`;
    const refs = [orderId, 'no-uuid', uuidv7()].map((id) => ({ __typename: 'Order', id }));
    const execute = async (who: Parameters<typeof shop.client.query>[2]) =>
      (await shop.client.query(document, { refs }, who)).data?._entities;
    expect(await execute(caller)).toEqual([{ id: orderId, status: 'PLACED' }, null, null]);
    expect(await execute(customer())).toEqual([null, null, null]);
    expect(await execute({ kind: 'anonymous' })).toEqual([null, null, null]);
  });

  test('its courier as long as it is theirs', async () => {
    const placed = await shop.placed();
    const { orderId, staff } = placed;
    const [first, second] = [courier(), courier()];
    await shop.others.reserved(placed);
    await published(shop.capture, orderId, 2);
    await shop.others.payment(placed, 'authorized');
    await published(shop.capture, orderId, 3);
    await shop.others.delivery(placed, 'assigned', { status: 'ASSIGNED', courierId: first.userId });
    await published(shop.capture, orderId, 4);
    expect((await shop.order(orderId, first))?.id).toBe(orderId);
    expect(await shop.order(orderId, second)).toBeNull();
    expect((await shop.order(orderId, first))?.canCancel).toBe(false);
    await shop.others.delivery(placed, 'updated', { status: 'SCHEDULED' });
    await published(shop.capture, orderId, 5);
    expect(await shop.order(orderId, first)).toBeNull();
    expect((await shop.order(orderId, staff))?.timeline.at(-1).detail).toBe('Looking for another courier.');
  });

  test('a courier reads the address on the way to the customer, and only the area on the way back', async () => {
    const placed = await shop.placed();
    const { orderId, quote, caller } = placed;
    await reach(shop, placed, 'READY');
    const rider = courier();
    const on = { courierId: rider.userId };
    await shop.others.delivery(placed, 'assigned', { status: 'ASSIGNED', ...on });
    await published(shop.capture, orderId, 7);
    expect((await shop.order(orderId, rider)).address).toEqual(quote.dropoff);
    await shop.others.delivery(placed, 'started', { status: 'PICKED_UP', ...on });
    await shop.others.delivery(placed, 'failed', { status: 'FAILED', ...on, reason: 'Nobody home' });
    await published(shop.capture, orderId, 9);
    expect((await shop.order(orderId, rider)).address).toEqual(areaOf(quote.dropoff));
    expect((await shop.order(orderId, caller)).address).toEqual(quote.dropoff);
  });
});

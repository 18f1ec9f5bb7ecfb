import type { Caller } from '@nakku/identity';
import type { SubgraphMessage } from '@nakku/testkit';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness } from './harness.ts';
import { reach } from './reach.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness({ DURATIONS_PROFILE: 'production' });
}, 60_000);
afterAll(() => shop.stop());

async function execute(document: string, variables: Record<string, unknown>, caller: Caller) {
  const { data, errors } = await shop.client.query(document, variables, caller);
  expect(errors).toBeUndefined();
  return data;
}

async function first(messages: AsyncIterableIterator<SubgraphMessage>) {
  const { value } = await messages.next();
  await messages.return?.();
  return value?.data;
}

/** Swift writes a UUID in capitals. */
describe('an ID in capitals is the same ID', () => {
  test('for acts', async () => {
    const placed = await shop.placed();
    const { orderId, staff, caller } = placed;
    await reach(shop, placed, 'CONFIRMED');
    const id = orderId.toUpperCase();
    expect((await shop.act('orderPackingStart', staff, id)).order).toMatchObject({
      id: orderId,
      status: 'PACKING',
    });
    await shop.pick(staff, orderId);
    expect((await shop.act('orderPackingFinish', staff, id)).order).toMatchObject({ id: orderId });
    const other = await shop.placed();
    const cancelled = await shop.act('orderCancel', other.caller, other.orderId.toUpperCase());
    expect(cancelled.order).toMatchObject({ id: other.orderId, status: 'CANCELLED' });
    expect((await shop.order(id, caller)).id).toBe(orderId);
  });

  test('for lists and references', async () => {
    const { orderId, storeId, customerId, staff } = await shop.placed();
    const list = `query ($filter: OrderFilter) { orders(first: 5, filter: $filter) { edges { node { id } } } }`;
    const filter = { storeId: storeId.toUpperCase(), customerId: customerId.toUpperCase() };
    expect((await execute(list, { filter }, staff))?.orders.edges).toEqual([{ node: { id: orderId } }]);
    const entities = `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Order { id } } }`;
    const refs = [{ __typename: 'Order', id: orderId.toUpperCase() }];
    expect((await execute(entities, { refs }, staff))?._entities).toEqual([{ id: orderId }]);
  });

  test('for subscriptions', async () => {
    const { orderId, storeId, staff } = await shop.placed();
    const updated = 'subscription ($id: ID!) { orderUpdated(orderId: $id) { order { id } } }';
    const feed = 'subscription ($id: ID!) { ordersFeed(storeId: $id) { orders { id } } }';
    const follow = (document: string, id: string) =>
      first(shop.client.subscribe(document, { id: id.toUpperCase() }, staff));
    expect((await follow(updated, orderId))?.orderUpdated).toEqual({ order: { id: orderId } });
    expect((await follow(feed, storeId))?.ordersFeed).toEqual({ orders: [{ id: orderId }] });
  });
});

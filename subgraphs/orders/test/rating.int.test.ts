import type { UserCaller } from '@nakku/identity';
import { admin, anonymous, courier, customer, operator } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness, Placed } from './harness.ts';
import { eventsOf, published } from './otherContexts.ts';
import { reach } from './reach.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness();
}, 60_000);
afterAll(() => shop.stop());

const RATE = `mutation ($input: OrderRateInput!) { orderRate(input: $input) {
  order { version deliveredAt rating { order courier tags ratedAt changeableUntil } timeline { kind } }
  userErrors { __typename ... on UserError { code: errorCode path } ... on RatingClosedError { closedAt } } } }`;

async function rate(caller: UserCaller, orderId: string, rating: Record<string, unknown>) {
  const { data, errors } = await shop.client.query(RATE, { input: { orderId, ...rating } }, caller);
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.orderRate;
}
async function delivered(): Promise<Placed> {
  const placed = await shop.placed();
  await reach(shop, placed, 'DELIVERED');
  return placed;
}

test('a delivered order is rated once, and the rating is changed', async () => {
  const { orderId, caller } = await delivered();
  const first = await rate(caller, orderId, { order: 5, courier: 4, tags: ['FAST', 'FRESH', 'FAST'] });
  expect(first).toEqual({
    order: {
      version: 9,
      deliveredAt: expect.any(String),
      rating: {
        ...{ order: 5, courier: 4, tags: ['FRESH', 'FAST'] },
        ratedAt: expect.any(String),
        changeableUntil: expect.any(String),
      },
      timeline: expect.arrayContaining([{ kind: 'RATED' }]),
    },
    userErrors: [],
  });
  const { ratedAt, changeableUntil } = first.order.rating;
  expect(Date.parse(changeableUntil) - Date.parse(ratedAt)).toBe(48 * 3_600_000);
  expect(await rate(caller, orderId, { order: 5, courier: 4, tags: ['FRESH', 'FAST'] })).toEqual(first);
  expect(await rate(caller, orderId, { order: 2 })).toMatchObject({
    order: { version: 10, rating: { order: 2, courier: null, tags: [], ratedAt } },
    userErrors: [],
  });
  const rated = (await published(shop.capture, orderId, 10)).slice(8);
  expect(rated.map(({ type, data }) => ({ type, data }))).toEqual([
    {
      type: 'order.rated',
      data: expect.objectContaining({
        rating: { order: 5, courier: 4, tags: ['FRESH', 'FAST'] },
        courierId: expect.any(String),
      }),
    },
    {
      type: 'order.rated',
      data: expect.objectContaining({ rating: { order: 2, courier: null, tags: [] } }),
    },
  ]);
});

test('a rating that is too old stays as it is', async () => {
  const { orderId, caller } = await delivered();
  await rate(caller, orderId, { order: 5 });
  await shop.pool.query(
    `UPDATE orders SET rating = jsonb_set(rating, '{ratedAt}', '"2026-01-01T00:00:00.000Z"') WHERE id = $1`,
    [orderId],
  );
  expect(await rate(caller, orderId, { order: 1 })).toEqual({
    order: null,
    userErrors: [
      {
        __typename: 'RatingClosedError',
        code: 'RATING_CLOSED',
        path: ['input', 'orderId'],
        closedAt: '2026-01-03T00:00:00.000Z',
      },
    ],
  });
  expect(eventsOf(shop.capture, orderId).length).toBeLessThanOrEqual(9);
  const { rows } = await shop.pool.query('SELECT version, rating FROM orders WHERE id = $1', [orderId]);
  expect(rows).toMatchObject([{ version: 9, rating: { order: 5 } }]);
});

test('only the customer rates, and only what was delivered', async () => {
  const placed = await shop.placed();
  const input = { orderId: placed.orderId, order: 5 };
  expect((await rate(placed.caller, placed.orderId, { order: 5 })).userErrors).toEqual([
    { __typename: 'InvalidOrderStateError', code: 'INVALID_ORDER_STATE', path: ['input', 'orderId'] },
  ]);
  const missing = [{ __typename: 'NotFoundError', code: 'NOT_FOUND', path: ['input', 'orderId'] }];
  expect((await rate(customer(), placed.orderId, { order: 5 })).userErrors).toEqual(missing);
  expect((await rate(placed.caller, uuidv7(), { order: 5 })).userErrors).toEqual(missing);
  for (const [who, code] of [
    [anonymous(), 'UNAUTHENTICATED'],
    [courier(), 'FORBIDDEN'],
    [operator([placed.storeId]), 'FORBIDDEN'],
    [admin(), 'FORBIDDEN'],
  ] as const) {
    const { errors } = await shop.client.query(RATE, { input }, who);
    expect(errors).toMatchObject([{ extensions: { code } }]);
  }
});

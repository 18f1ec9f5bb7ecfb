import { eventually } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness } from './harness.ts';
import { published } from './otherContexts.ts';
import { reach } from './reach.ts';
import { sampleQuote } from './sampleQuote.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness({ DURATIONS_PROFILE: 'production' });
}, 60_000);
afterAll(() => shop.stop());

const MODIFY = `mutation ($input: OrderModifyInput!) { orderModify(input: $input) {
  order { version handover } userErrors { __typename ... on UserError { code: errorCode path } } } }`;

/** An order whose last line has an age limit. */
const restricted = () =>
  shop.placed({
    handover: 'CODE',
    lines: sampleQuote().lines.map((line, index) => ({ ...line, ageLimit: index === 2 ? 16 : null })),
  });

test('an order has the highest age limit of its lines, and delivery learns of it', async () => {
  const placed = await restricted();
  await reach(shop, placed, 'CONFIRMED');
  const query = 'query ($id: ID!) { order(id: $id) { ageLimit handover } }';
  const { data } = await shop.client.query(query, { id: placed.orderId }, placed.caller);
  expect(data?.order).toEqual({ ageLimit: 16, handover: 'CODE' });
  const events = await published(shop.capture, placed.orderId, 3);
  expect(events[0]?.data).toMatchObject({
    lines: [{ ageLimit: null }, { ageLimit: null }, { ageLimit: 16 }],
  });
  expect(events[2]).toMatchObject({ type: 'order.confirmed', data: { ageLimit: 16 } });
});

test('a change adds nothing for older people, and leaves it at no door', async () => {
  const [beer, gin] = [uuidv7(), uuidv7()];
  await shop.others.product(beer, 'ACTIVE', { ageLimit: 16 });
  await shop.others.product(gin, 'ACTIVE', { ageLimit: 18 });
  await eventually(async () => {
    const { rows } = await shop.pool.query('SELECT FROM catalogue_products WHERE product_id = ANY($1)', [
      [beer, gin],
    ]);
    expect(rows).toHaveLength(2);
  });
  const placed = await restricted();
  await reach(shop, placed, 'CONFIRMED');
  const modify = async (change: object) => {
    const input = { orderId: placed.orderId, expectedVersion: 3, idempotencyKey: uuidv7(), ...change };
    return (await shop.client.query(MODIFY, { input }, placed.caller)).data?.orderModify;
  };
  expect(await modify({ handover: 'LEFT_AT_DOOR' })).toEqual({
    order: null,
    userErrors: [{ __typename: 'InvalidInputError', code: 'INVALID_INPUT', path: ['input', 'handover'] }],
  });
  const add = (productId: string) => ({ add: [{ productId, quantity: 1 }], isDryRun: true });
  expect((await modify(add(gin))).userErrors).toEqual([
    {
      __typename: 'ProductsUnavailableError',
      code: 'PRODUCTS_UNAVAILABLE',
      path: ['input', 'add', '0', 'productId'],
    },
  ]);
  expect((await modify(add(beer))).userErrors).toEqual([]);
  const { rows } = await shop.pool.query(
    'SELECT version, handover::text, age_limit FROM orders WHERE id = $1',
    [placed.orderId],
  );
  expect(rows).toEqual([{ version: 3, handover: 'CODE', age_limit: 16 }]);
});

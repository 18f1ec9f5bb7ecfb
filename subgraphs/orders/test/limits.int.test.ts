import { customer, eventually } from '@nakku/testkit';
import type { UserCaller } from '@nakku/identity';
import { v7 as uuidv7 } from 'uuid';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness, Placed } from './harness.ts';
import { published } from './otherContexts.ts';
import { sampleQuote } from './sampleQuote.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  // Nothing may fall due in between.
  shop = await startOrdersHarness({
    DURATIONS_PROFILE: 'production',
    ORDERS_MAX_OPEN_PER_CUSTOMER: '3',
    ORDERS_MAX_UNPAID_PER_CUSTOMER: '2',
  });
}, 60_000);
afterAll(() => shop.stop());

async function place(caller: UserCaller) {
  const quote = sampleQuote({ customerId: caller.userId });
  const response = await shop.place(caller, await shop.token(quote));
  const { storeId, customerId } = quote;
  return { ...response, known: { orderId: response.order?.id, storeId, customerId } };
}

async function confirm(
  { known }: { known: Pick<Placed, 'orderId' | 'storeId' | 'customerId'> },
  method: string,
) {
  await shop.others.reserved(known);
  await published(shop.capture, known.orderId, 2);
  await shop.others.payment(known, 'authorized', { method });
  await published(shop.capture, known.orderId, 3);
}

const refused = (code: string, maxOrders: number) => [
  {
    __typename: 'TooManyOpenOrdersError',
    code,
    path: ['input', 'quoteToken'],
    message: expect.stringContaining(String(maxOrders)),
    maxOrders,
  },
];

test('orders that are being placed or to be paid in cash are bounded per customer', async () => {
  const caller = customer();
  const first = await place(caller);
  await confirm(first, 'CASH');
  const second = await place(caller);
  expect(second.userErrors).toEqual([]);
  expect((await place(caller)).userErrors).toEqual(refused('TOO_MANY_UNPAID_ORDERS', 2));
  expect((await place(customer())).userErrors).toEqual([]);

  // A card's authorisation secures the second one.
  await confirm(second, 'CARD');
  const third = await place(caller);
  expect(third.userErrors).toEqual([]);
  await shop.act('orderCancel', caller, third.order.id);
  expect((await place(caller)).userErrors).toEqual([]);
});

test('open orders are bounded per customer, whatever pays them', async () => {
  const caller = customer();
  for (let i = 0; i < 3; i += 1) await confirm(await place(caller), 'CARD');
  expect((await place(caller)).userErrors).toEqual(refused('TOO_MANY_OPEN_ORDERS', 3));
});

test('many at once get no more than the limit', async () => {
  const caller = customer();
  const responses = await Promise.all(Array.from({ length: 8 }, () => place(caller)));
  expect(responses.filter(({ order }) => order !== null)).toHaveLength(2);
});

test('a quote that is ordered already is refused as such, also at the limit', async () => {
  const caller = customer();
  const quote = sampleQuote({ customerId: caller.userId });
  const token = await shop.token(quote);
  const placed = await shop.place(caller, token);
  await place(caller);
  expect((await shop.place(caller, token)).userErrors).toEqual([
    expect.objectContaining({ __typename: 'CartAlreadyOrderedError', order: { id: placed.order.id } }),
  ]);
});

test('a product that was withdrawn after checkout cannot be ordered', async () => {
  const caller = customer();
  const quote = sampleQuote({ customerId: caller.userId });
  const productId = quote.lines[0]?.productId ?? '';
  const token = await shop.token(quote);
  const known = async (expected: number) => {
    const { rows } = await shop.pool.query('SELECT FROM withdrawn_products WHERE product_id = $1', [
      productId,
    ]);
    expect(rows).toHaveLength(expected);
  };
  await shop.others.product(productId, 'ARCHIVED');
  await eventually(() => known(1));
  expect((await shop.place(caller, token)).userErrors).toEqual([
    {
      __typename: 'ProductsUnavailableError',
      code: 'PRODUCTS_UNAVAILABLE',
      path: ['input', 'quoteToken'],
      message: expect.any(String),
      products: [{ id: productId }],
    },
  ]);
  await shop.others.product(productId, 'ACTIVE');
  await eventually(() => known(0));
  expect((await shop.place(caller, token)).userErrors).toEqual([]);
});

test('attributes of the cart are on the order', async () => {
  const caller = customer();
  const attributes = [{ key: 'giftNote', value: 'Happy birthday' }];
  const quote = sampleQuote({ customerId: caller.userId, attributes });
  const { order } = await shop.place(caller, await shop.token(quote), uuidv7());
  expect(order.attributes).toEqual(attributes);
  expect((await shop.order(order.id, caller)).attributes).toEqual(attributes);
});

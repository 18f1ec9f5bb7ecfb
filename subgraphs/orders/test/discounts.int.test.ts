import { customer, operator } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { discountedQuote } from './discountedQuote.ts';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness } from './harness.ts';
import { published } from './otherContexts.ts';
import { reach } from './reach.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  // Nothing may fall due in between.
  shop = await startOrdersHarness({ DURATIONS_PROFILE: 'production' });
}, 60_000);
afterAll(() => shop.stop());

async function place(o: Parameters<typeof discountedQuote>[0], caller = customer()) {
  const quote = discountedQuote({ ...o, customerId: caller.userId });
  const { order, userErrors } = await shop.place(caller, await shop.token(quote));
  const { storeId, customerId } = quote;
  const known = { orderId: String(order?.id), storeId, customerId, staff: operator([storeId]) };
  return { ...known, caller, quote, isPlaced: order !== null, userErrors };
}
const refused = [
  {
    __typename: 'DiscountUnavailableError',
    code: 'DISCOUNT_UNAVAILABLE',
    path: ['input', 'quoteToken'],
    message: 'Some discounts of the quote have been used up. Check out again.',
  },
];
async function usedOf(key: string): Promise<number | undefined> {
  const { rows } = await shop.pool.query<{ used: number }>(
    'SELECT used FROM redemption_counters WHERE key = $1',
    [key],
  );
  return rows[0]?.used;
}

test('an order shows the promotions that it used, and its event tells of them', async () => {
  const { caller, quote, orderId } = await place({ couponCode: 'BANANA', limits: { perCustomer: 2 } });
  const document = `query ($id: ID!) { order(id: $id) { totals { discount { amount } total { amount } }
    discounts { name couponCode amount { amount currency } deliveryFee { amount } } } }`;
  const { data } = await shop.client.query(document, { id: orderId }, caller);
  expect(data?.order).toEqual({
    totals: { discount: { amount: 100 }, total: { amount: 1187 } },
    discounts: [
      {
        ...{ name: 'Banana days', couponCode: 'BANANA' },
        amount: { amount: 100, currency: 'EUR' },
        deliveryFee: { amount: 0 },
      },
    ],
  });
  const [created] = await published(shop.capture, orderId, 1);
  expect(created?.data).toMatchObject({ discounts: quote.discounts });
});

test('a promotion is used by no more orders than its limits say, and a refused order uses nothing', async () => {
  const promotionId = uuidv7();
  const limits = { total: 2, perCustomer: 1 };
  const first = await place({ promotionId, limits });
  expect(first.isPlaced).toBe(true);
  expect((await place({ promotionId, limits }, first.caller)).userErrors).toMatchObject(refused);
  expect(await usedOf(`promotion:${promotionId}`)).toBe(1);
  expect((await place({ promotionId, limits })).isPlaced).toBe(true);
  expect((await place({ promotionId, limits })).userErrors).toMatchObject(refused);
  expect(await usedOf(`promotion:${promotionId}`)).toBe(2);
  // Without a limit nothing is counted.
  const free = uuidv7();
  expect((await place({ promotionId: free })).isPlaced).toBe(true);
  expect(await usedOf(`promotion:${free}`)).toBeUndefined();
});

test('a coupon is free again if its order is cancelled before it is confirmed, and not afterwards', async () => {
  const coupon = { couponCode: `ONCE-${Date.now()}`, limits: { perCoupon: 1 } };
  const key = `coupon:${coupon.couponCode}`;
  const first = await place(coupon);
  expect((await place(coupon)).userErrors).toMatchObject(refused);
  await shop.act('orderCancel', first.caller, first.orderId);
  expect(await usedOf(key)).toBe(0);

  const second = await place(coupon);
  expect(second.isPlaced).toBe(true);
  await reach(shop, second, 'CONFIRMED');
  await shop.act('orderCancel', second.caller, second.orderId);
  expect(await usedOf(key)).toBe(1);
  expect((await place(coupon)).userErrors).toMatchObject(refused);
});

test('a quote that is ordered already is refused as such, also when its discount is used up', async () => {
  const caller = customer();
  const quote = discountedQuote({ customerId: caller.userId, limits: { total: 1 } });
  const token = await shop.token(quote);
  expect((await shop.place(caller, token)).userErrors).toEqual([]);
  expect((await shop.place(caller, token)).userErrors).toMatchObject([
    { __typename: 'CartAlreadyOrderedError' },
  ]);
});

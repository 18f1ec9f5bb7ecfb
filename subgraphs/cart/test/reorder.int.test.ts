import { customer } from '@nakku/testkit';
import pg from 'pg';
import { v7 } from 'uuid';
import { type CartHarness, startCartHarness } from './harness.ts';

describe('an earlier order', () => {
  let shop: CartHarness;
  let pool: pg.Pool;
  beforeAll(async () => {
    shop = await startCartHarness();
    pool = new pg.Pool({ connectionString: shop.world.databaseUrl, max: 1 });
  });
  afterAll(async () => {
    await pool.end();
    await shop.stop();
  });
  type Caller = ReturnType<typeof customer>;

  async function cartOf(caller: Caller): Promise<string> {
    const { data } = await shop.client.query('mutation { cartCreate { cart { id } } }', {}, caller);
    const cartId = String(data?.cartCreate.cart.id);
    await shop.client.query(
      `mutation ($cartId: ID!, $address: CartAddressInput!) { cartAddressSet(cartId: $cartId, address: $address) { cart { id } } }`,
      { cartId, address: { address: shop.address } },
      caller,
    );
    return cartId;
  }

  /** An order of a cart that is gone: three milk at 1.00, and two of a product that nobody sells. */
  async function ordered(caller: Caller): Promise<string> {
    const [orderId, storeId, cartId] = [v7(), shop.storeId, v7()];
    const line = (productId: string, name: string, quantity: number) => ({
      ...{ lineId: v7(), orderLineId: v7(), productId, sku: name, name, packaging: '1 l', imageUrl: null },
      ...{ quantity, unitPrice: 100, taxRate: 700, total: quantity * 100, discount: 0, tax: 0 },
      ...{ note: 'cold', substitution: 'DENY', ifUnavailable: 'REFUND' },
    });
    const at = new Date().toISOString();
    await shop.publish({
      ...{ topic: 'orders', type: 'order.created', subject: orderId, sequence: 1 },
      data: {
        ...{ orderId, orderNumber: 'NK-1', customerId: caller.userId, storeId, cartId, status: 'PLACED', at },
        ...{ quoteId: v7(), cartOrderNo: 1, paymentMethodId: v7(), handover: 'CODE', dropoff: shop.address },
        lines: [line(shop.milk, 'Milk', 3), line(v7(), 'Figs', 2)],
        totals: {
          ...{ currency: 'EUR', subtotal: 500, discount: 0, deliveryFee: 0, tip: 0, tax: 0, total: 500 },
        },
        pickup: { storeId, name: 'Nakku Mitte', address: shop.address },
        promise: { from: at, to: at },
      },
    });
    return orderId;
  }

  const fill = async (cartId: string, orderId: string, caller: Caller) =>
    (
      await shop.client.query(
        `mutation ($cartId: ID!, $orderId: ID!) { cartFillFromOrder(cartId: $cartId, orderId: $orderId) {
           cart { lines { product { id } quantity note ifUnavailable } }
           warnings { code message quantity previousPrice { amount } availableQuantity }
           userErrors { __typename ... on UserError { path } } } }`,
        { cartId, orderId },
        caller,
      )
    ).data?.cartFillFromOrder;

  test('fills a cart with what is sold, and says per line what is different', async () => {
    const carla = customer();
    const cartId = await cartOf(carla);
    await shop.stock(shop.milk, 2);
    const { cart, warnings, userErrors } = await fill(cartId, await ordered(carla), carla);
    expect(userErrors).toEqual([]);
    expect(cart.lines).toEqual([
      { product: { id: shop.milk }, quantity: 3, note: 'cold', ifUnavailable: 'REFUND' },
    ]);
    const rest = { quantity: null, previousPrice: null, availableQuantity: null };
    expect(warnings).toEqual([
      {
        ...{ ...rest, code: 'PRICE_CHANGED', message: 'The price of Milk has changed.' },
        previousPrice: { amount: 100 },
      },
      { ...rest, code: 'SHORT_STOCK', message: 'The store has 2 of Milk.', availableQuantity: 2 },
      { ...rest, code: 'NOT_REORDERED', message: 'Figs is no longer sold.', quantity: 2 },
    ]);
  });

  test('of somebody else does not exist, and neither does a cart of somebody else', async () => {
    const [carla, otto] = [customer(), customer()];
    const orderId = await ordered(carla);
    const refused = (field: string) => [{ __typename: 'NotFoundError', path: [field] }];
    expect((await fill(await cartOf(otto), orderId, otto)).userErrors).toEqual(refused('orderId'));
    expect((await fill(await cartOf(otto), orderId, carla)).userErrors).toEqual(refused('cartId'));
  });

  test('is kept among the latest fifty, and goes with the account', async () => {
    const carla = customer();
    const orderId = await ordered(carla);
    await pool.query(
      `INSERT INTO past_orders (order_id, customer_id, lines, placed_at)
       SELECT uuidv7(), $1, '[]', now() - n * interval '1 day' FROM generate_series(1, 60) n`,
      [carla.userId],
    );
    const latest = await ordered(carla);
    const kept = await pool.query(
      'SELECT order_id FROM past_orders WHERE customer_id = $1 ORDER BY placed_at DESC, order_id DESC',
      [carla.userId],
    );
    expect(kept.rows).toHaveLength(50);
    expect(kept.rows.slice(0, 2)).toEqual([{ order_id: latest }, { order_id: orderId }]);
    const user = { userId: carla.userId, roles: ['customer'], storeIds: [], roleVersion: 1, addresses: [] };
    await shop.publish({
      ...{ topic: 'users', type: 'user.deleted', subject: carla.userId, sequence: 1 },
      data: { user: { ...user, status: 'DELETED' }, at: new Date().toISOString() },
    });
    await ordered(carla);
    const left = await pool.query('SELECT FROM past_orders WHERE customer_id = $1', [carla.userId]);
    expect(left.rows).toEqual([]);
  });
});

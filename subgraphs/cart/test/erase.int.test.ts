import { captureEvents, customer } from '@nakku/testkit';
import pg from 'pg';
import { type CartHarness, startCartHarness } from './harness.ts';

describe('the carts of an erased customer', () => {
  let shop: CartHarness;
  beforeAll(async () => {
    shop = await startCartHarness();
  });
  afterAll(() => shop.stop());

  test('end and go, with the address and the address book; others stay', async () => {
    const [carla, otto] = [customer(), customer()];
    const create = async (caller: typeof carla) => {
      const { data } = await shop.client.query('mutation { cartCreate { cart { id } } }', {}, caller);
      const cartId = String(data?.cartCreate.cart.id);
      const lines = [{ productId: shop.milk, quantity: 1, note: 'For Åsa' }];
      await shop.client.query(
        `mutation($cartId: ID!, $lines: [CartLineAddInput!]!, $address: CartAddressInput!) {
           cartLinesAdd(cartId: $cartId, lines: $lines) { cart { id } }
           cartAddressSet(cartId: $cartId, address: $address) { cart { id } } }`,
        { cartId, lines, address: { address: shop.address } },
        caller,
      );
      return cartId;
    };
    const [cartId, other] = [await create(carla), await create(otto)];
    const capture = await captureEvents(shop.world.topicPrefix, ['cart']);
    const user = { userId: carla.userId, roles: ['customer'], storeIds: [], roleVersion: 1 };
    const at = new Date().toISOString();
    const addresses = [{ ...shop.address, addressId: carla.userId, label: 'Home', isDefault: true }];
    await shop.publish({
      topic: 'users',
      type: 'user.address.added',
      subject: carla.userId,
      sequence: 1,
      data: { user: { ...user, status: 'ACTIVE', addresses }, at, addressId: carla.userId },
    });
    await shop.publish({
      topic: 'users',
      type: 'user.deleted',
      subject: carla.userId,
      sequence: 2,
      data: { user: { ...user, status: 'DELETED', addresses: [] }, at },
    });
    const pool = new pg.Pool({ connectionString: shop.world.databaseUrl, max: 1 });
    const count = async (sql: string) => (await pool.query(sql)).rows.length;
    expect(await count(`SELECT 1 FROM carts WHERE customer_id = '${carla.userId}'`)).toBe(0);
    expect(await count(`SELECT 1 FROM cart_lines WHERE cart_id = '${cartId}'`)).toBe(0);
    expect(await count(`SELECT 1 FROM address_books WHERE user_id = '${carla.userId}'`)).toBe(0);
    expect(await count(`SELECT 1 FROM carts WHERE id = '${other}'`)).toBe(1);
    await pool.end();
    const cleared = await capture.waitFor('cart.cleared', { subject: cartId });
    expect(cleared).toMatchObject({ sequence: 4, data: { lineCount: 0 } });
    await capture.stop();
  });
});

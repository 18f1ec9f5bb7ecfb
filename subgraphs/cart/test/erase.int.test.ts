import { anonymous, captureEvents, customer, eventually } from '@nakku/testkit';
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
    expect(await count(`SELECT 1 FROM erased_customers WHERE customer_id = '${carla.userId}'`)).toBe(1);
    await pool.end();
    const cleared = await capture.waitFor('cart.cleared', { subject: cartId });
    expect(cleared).toMatchObject({ sequence: 4, data: { lineCount: 0 } });
    await capture.stop();
  });

  test('no cart becomes theirs afterwards, though a token still lives; an act of the same moment waits', async () => {
    const carla = customer();
    const guest = await shop.client.query('mutation { cartCreate { cartToken } }', {}, anonymous());
    const merge = { query: 'mutation($token: String!) { cartMerge(cartToken: $token) { cart { id } } }' };
    const variables = { token: guest.data?.cartCreate.cartToken };
    const pool = new pg.Pool({ connectionString: shop.world.databaseUrl, max: 1 });
    // As erasing does, until it ends: whoever creates a cart at this moment waits for it.
    await pool.query('BEGIN');
    await pool.query(`SELECT pg_advisory_xact_lock(hashtextextended('carts of ${carla.userId}', 0))`);
    const create = shop.client.query('mutation { cartCreate { cart { id } } }', {}, carla);
    await eventually(async () => {
      const { rows } = await pool.query(
        `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      expect(rows).toHaveLength(1);
    });
    await pool.query(`INSERT INTO erased_customers (customer_id) VALUES ('${carla.userId}')`);
    await pool.query('COMMIT');
    const codesOf = ({ errors }: Awaited<typeof create>) => errors?.map(({ extensions }) => extensions?.code);
    expect(codesOf(await create)).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await shop.client.query(merge.query, variables, carla))).toEqual(['UNAUTHENTICATED']);
    const { rows } = await pool.query(`SELECT 1 FROM carts WHERE customer_id = '${carla.userId}'`);
    expect(rows).toEqual([]);
    await pool.end();
  });
});

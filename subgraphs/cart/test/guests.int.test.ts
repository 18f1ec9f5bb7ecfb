import { hashCartToken } from '@nakku/identity';
import { anonymous, captureEvents, customer, eventually } from '@nakku/testkit';
import pg from 'pg';
import { type CartHarness, startCartHarness } from './harness.ts';
import { ADD, READ, shopping } from './shopping.ts';

const CREATE = `mutation { cartCreate { cart { id } cartToken
  userErrors { __typename ... on CartLimitError { limit } } } }`;

describe('carts of guests', () => {
  let shop: CartHarness;
  let pool: pg.Pool;
  beforeAll(async () => {
    shop = await startCartHarness({
      CART_MAX_GUEST_CARTS_PER_ADDRESS: '5',
      CART_GUEST_MAX_AGE_MS: '3600000',
      CART_SWEEP_EVERY_MS: '100',
      CART_SWEEP_BATCH: '2',
    });
    pool = new pg.Pool({ connectionString: shop.world.databaseUrl, max: 1 });
  });
  afterAll(async () => {
    await pool.end();
    await shop.stop();
  });

  const { filledCart, read } = shopping(() => shop);
  const create = async (caller = anonymous() as ReturnType<typeof customer> | ReturnType<typeof anonymous>) =>
    (await shop.client.query(CREATE, {}, caller)).data?.cartCreate;
  const age = (cartIds: readonly string[], column = 'updated_at') =>
    pool.query(`UPDATE carts SET ${column} = now() - interval '61 minutes' WHERE id = ANY($1)`, [cartIds]);
  const left = async (cartIds: readonly string[]) =>
    (await pool.query('SELECT 1 FROM carts WHERE id = ANY($1)', [cartIds])).rowCount;

  test('end when nobody has changed them for long, batch by batch; those of customers stay', async () => {
    const guests = [await create(), await create(), await create()];
    const [old, older, fresh] = guests.map((made) => made.cart.id as string);
    if (old === undefined || older === undefined || fresh === undefined) throw new Error('three carts');
    const carla = customer();
    const own = (await create(carla)).cart.id as string;
    const capture = await captureEvents(shop.world.topicPrefix, ['cart']);
    await age([old, older, own]);
    await eventually(async () => expect(await left([old, older])).toBe(0));
    expect(await left([fresh, own])).toBe(2);
    const guest = anonymous(hashCartToken(guests[0].cartToken));
    expect((await shop.client.query(READ, { id: old }, guest)).data?.cart).toBeNull();
    const cleared = await capture.waitFor('cart.cleared', { subject: old });
    expect(cleared).toMatchObject({ sequence: 2, data: { customerId: null, lineCount: 0 } });
    await capture.stop();
  });

  test('that were merged are removed as long after', async () => {
    const made = await create();
    const carla = customer();
    await create(carla);
    const MERGE =
      'mutation($cartToken: String!) { cartMerge(cartToken: $cartToken) { userErrors { __typename } } }';
    const merged = await shop.client.query(MERGE, { cartToken: made.cartToken }, carla);
    expect(merged.data?.cartMerge.userErrors).toEqual([]);
    expect(await left([made.cart.id])).toBe(1);
    await age([made.cart.id], 'ended_at');
    await eventually(async () => expect(await left([made.cart.id])).toBe(0));
  });

  describe('of one guest', () => {
    async function guestCart() {
      const created = await shop.client.query(
        'mutation { cartCreate { cart { id } cartToken } }',
        {},
        anonymous(),
      );
      const { cart, cartToken } = created.data?.cartCreate ?? {};
      const guest = anonymous(hashCartToken(cartToken));
      await shop.client.query(
        ADD,
        { cartId: cart.id, lines: [{ productId: shop.milk, quantity: 2 }] },
        guest,
      );
      return { cartId: cart.id as string, cartToken: cartToken as string, guest };
    }
    const MERGE = `mutation($cartToken: String!) { cartMerge(cartToken: $cartToken) { cart { id itemCount } warnings { code } userErrors { __typename } } }`;

    test('opens the cart with its secret and not with its id', async () => {
      const { cartId, guest } = await guestCart();
      expect((await shop.client.query(READ, { id: cartId }, guest)).data?.cart).toMatchObject({
        itemCount: 2,
      });
      for (const other of [anonymous(), anonymous(hashCartToken('guess')), customer()]) {
        expect((await shop.client.query(READ, { id: cartId }, other)).data?.cart).toBeNull();
      }
    });

    test('who signs in without a cart keeps the cart; the secret no longer opens it', async () => {
      const { cartId, cartToken, guest } = await guestCart();
      const carla = customer();
      const merged = await shop.client.query(MERGE, { cartToken }, carla);
      expect(merged.data?.cartMerge).toMatchObject({ cart: { id: cartId, itemCount: 2 }, userErrors: [] });
      expect((await shop.client.query(READ, { id: cartId }, guest)).data?.cart).toBeNull();
    });

    test('who signs in adds to the own cart; a second merge finds nothing', async () => {
      const { cartId, cartToken, guest } = await guestCart();
      const carla = customer();
      const own = await filledCart(carla, 98);
      const merged = await shop.client.query(MERGE, { cartToken }, carla);
      expect(merged.data?.cartMerge).toMatchObject({
        cart: { id: own, itemCount: 99 },
        warnings: [{ code: 'SHORT_STOCK' }],
        userErrors: [],
      });
      expect((await shop.client.query(READ, { id: cartId }, guest)).data?.cart).toBeNull();
      const again = await shop.client.query(MERGE, { cartToken }, carla);
      expect(again.data?.cartMerge.userErrors).toEqual([{ __typename: 'NotFoundError' }]);
      expect(await read(own, carla)).toMatchObject({ itemCount: 99 });
    });
  });

  test('are limited per network address; customers behind it are not', async () => {
    await pool.query('DELETE FROM carts');
    for (let made = 0; made < 5; made += 1) expect((await create()).userErrors).toEqual([]);
    expect(await create()).toEqual({
      cart: null,
      cartToken: null,
      userErrors: [{ __typename: 'CartLimitError', limit: 5 }],
    });
    expect((await create(customer())).userErrors).toEqual([]);
    await pool.query('DELETE FROM carts WHERE id = (SELECT id FROM carts WHERE origin IS NOT NULL LIMIT 1)');
    expect((await create()).userErrors).toEqual([]);
  });
});

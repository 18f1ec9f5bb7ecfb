import type { UserCaller } from '@nakku/identity';
import { customer } from '@nakku/testkit';
import { v7 } from 'uuid';
import { addressAt, type CartHarness, productState, startCartHarness } from './harness.ts';

const ADD = `mutation($cartId: ID!, $lines: [CartLineAddInput!]!) {
  cartLinesAdd(cartId: $cartId, lines: $lines) { cart { version } warnings { code lineId } userErrors { __typename } } }`;
const ADDRESS = `mutation($cartId: ID!, $address: CartAddressInput!) {
  cartAddressSet(cartId: $cartId, address: $address) {
    cart { version store { id } tip } warnings { code } userErrors { __typename ... on UserError { path } } } }`;
const CHECKOUT = `mutation($cartId: ID!, $expectedVersion: Int!, $expectedTotal: SafeInt, $isAgeConfirmed: Boolean! = false) {
  cartCheckout(cartId: $cartId, expectedVersion: $expectedVersion, expectedTotal: $expectedTotal,
    isAgeConfirmed: $isAgeConfirmed) {
    quote { token totals { tax { amount } total { amount } } warnings { code } }
    userErrors { ... on CheckoutRefusedError { code: errorCode lineIds } } } }`;
const READ = `query($id: ID!) { cart(id: $id) { id version tip store { id } attributes { key value } lines { id product { id } }
  warnings { code } } }`;

describe('checkout', () => {
  let shop: CartHarness;
  let sequence = 1;
  beforeAll(async () => {
    shop = await startCartHarness();
  });
  afterAll(() => shop.stop());

  async function filledCart(carla: UserCaller, productId = shop.milk): Promise<string> {
    const created = await shop.client.query('mutation { cartCreate { cart { id } } }', {}, carla);
    const cartId = created.data?.cartCreate.cart.id as string;
    await shop.client.query(ADD, { cartId, lines: [{ productId, quantity: 3 }] }, carla);
    await shop.client.query(ADDRESS, { cartId, address: { address: shop.address } }, carla);
    return cartId;
  }
  const read = async (cartId: string, carla: UserCaller) =>
    (await shop.client.query(READ, { id: cartId }, carla)).data?.cart;
  const checkout = async (
    cartId: string,
    carla: UserCaller,
    expectedTotal: number | null = null,
    isAgeConfirmed = false,
  ) => {
    const { version } = await read(cartId, carla);
    const response = await shop.client.query(
      CHECKOUT,
      { cartId, expectedVersion: version, expectedTotal, isAgeConfirmed },
      carla,
    );
    expect(response.errors).toBeUndefined();
    return response.data?.cartCheckout;
  };
  const changeStore = (change: object, type = 'store.updated') => {
    sequence += 1;
    return shop.publish({
      topic: 'inventory',
      type,
      subject: shop.storeId,
      sequence,
      data: { at: new Date().toISOString(), store: { ...shop.store, ...change } },
    });
  };

  test('counts the tax of the delivery fee, and the quote carries the attributes', async () => {
    const carla = customer();
    const cartId = await filledCart(carla);
    const attributes = [{ key: 'giftNote', value: 'Alles Gute, Åsa!' }];
    const set = await shop.client.query(
      `mutation($cartId: ID!, $attributes: [CartAttributeInput!]!) {
         cartAttributesSet(cartId: $cartId, attributes: $attributes) { cart { attributes { key value } } userErrors { __typename } } }`,
      { cartId, attributes },
      carla,
    );
    expect(set.data?.cartAttributesSet).toEqual({ cart: { attributes }, userErrors: [] });
    const { quote } = await checkout(cartId, carla);
    // 357 at 7 % contain 23, the fee of 290 at 7 % contains 19.
    expect(quote.totals).toEqual({ tax: { amount: 42 }, total: { amount: 647 } });
    expect(await shop.quotes.verify(quote.token)).toMatchObject({ kind: 'valid', quote: { attributes } });
  });

  test('sells goods with an age limit to who confirms the age, and refuses less than the minimum order', async () => {
    const carla = customer();
    const productId = v7();
    await shop.publish({
      topic: 'products',
      type: 'product.created',
      subject: productId,
      sequence: 1,
      data: {
        at: new Date().toISOString(),
        product: { ...productState(productId, 'Gin', 1_699), ageLimit: 18 },
      },
    });
    await shop.stock(productId, 10);
    const cartId = await filledCart(carla, productId);
    const { data } = await shop.client.query(
      'query($id: ID!) { cart(id: $id) { ageLimit } }',
      { id: cartId },
      carla,
    );
    expect(data?.cart).toEqual({ ageLimit: 18 });
    const refused = await checkout(cartId, carla);
    expect([refused.quote, refused.userErrors]).toMatchObject([null, [{ code: 'AGE_NOT_CONFIRMED' }]]);
    const { quote } = await checkout(cartId, carla, null, true);
    const verified = await shop.quotes.verify(quote.token);
    expect(verified).toMatchObject({ kind: 'valid', quote: { lines: [{ productId, ageLimit: 18 }] } });
    await changeStore({ minimumOrder: 5_098 });
    const small = await checkout(cartId, carla, null, true);
    expect(small).toEqual({ quote: null, userErrors: [{ code: 'MINIMUM_ORDER', lineIds: [] }] });
    await changeStore({});
    expect((await checkout(cartId, carla, null, true)).userErrors).toEqual([]);
  });

  test('refuses a product that the store never had, which the cart warns of', async () => {
    const carla = customer();
    const productId = v7();
    await shop.publish({
      topic: 'products',
      type: 'product.created',
      subject: productId,
      sequence: 1,
      data: { at: new Date().toISOString(), product: productState(productId, 'Saffron', 900) },
    });
    const cartId = await filledCart(carla, productId);
    const { lines, warnings } = await read(cartId, carla);
    expect(warnings).toEqual([{ code: 'NOT_IN_STORE' }]);
    expect(await checkout(cartId, carla)).toEqual({
      quote: null,
      userErrors: [{ code: 'NOT_IN_STORE', lineIds: [lines[0].id] }],
    });
    await shop.stock(productId, 1);
    expect(await checkout(cartId, carla)).toMatchObject({
      quote: { warnings: [{ code: 'SHORT_STOCK' }] },
      userErrors: [],
    });
    const { total } = (await checkout(cartId, carla)).quote.totals;
    expect(await checkout(cartId, carla, total.amount)).toMatchObject({ userErrors: [] });
    expect(await checkout(cartId, carla, total.amount - 1)).toEqual({
      quote: null,
      userErrors: [{ code: 'TOTAL_CHANGED', lineIds: [] }],
    });
  });

  test('looks at the radius again: a store may have drawn it in', async () => {
    const carla = customer();
    const cartId = await filledCart(carla);
    await changeStore({ radiusMeters: 100 });
    expect((await read(cartId, carla)).warnings).toEqual([{ code: 'NOT_SERVED' }]);
    expect(await checkout(cartId, carla)).toEqual({
      quote: null,
      userErrors: [{ code: 'NOT_SERVED', lineIds: [] }],
    });
    await changeStore({});
    expect(await checkout(cartId, carla)).toMatchObject({ userErrors: [] });
  });

  test('of identifiers in capitals is that of the cart', async () => {
    const carla = customer();
    const cartId = await filledCart(carla);
    const { version } = await read(cartId.toUpperCase(), carla);
    const variables = { cartId: cartId.toUpperCase(), expectedVersion: version };
    const response = await shop.client.query(CHECKOUT, variables, carla);
    expect(response.data?.cartCheckout.userErrors).toEqual([]);
    const SUBSCRIBE =
      'subscription($cartId: ID!) { cartUpdated(cartId: $cartId) { isSnapshot cart { id } } }';
    const messages = shop.client.subscribe(SUBSCRIBE, { cartId: cartId.toUpperCase() }, carla);
    expect((await messages.next()).value?.data).toEqual({
      cartUpdated: { isSnapshot: true, cart: { id: cartId } },
    });
    await messages.return?.();
    const upper = { lines: [{ productId: shop.milk.toUpperCase(), quantity: 1 }], cartId };
    await shop.client.query(ADD, upper, carla);
    expect((await read(cartId, carla)).lines).toMatchObject([{ product: { id: shop.milk } }]);
  });

  test('a closed store takes no order, and the cart leaves it with its next address', async () => {
    const carla = customer();
    const cartId = await filledCart(carla);
    await changeStore({ status: 'CLOSED' }, 'store.closed');
    expect((await read(cartId, carla)).warnings).toEqual([{ code: 'STORE_CLOSED' }]);
    expect(await checkout(cartId, carla)).toMatchObject({ userErrors: [{ code: 'STORE_CLOSED' }] });
    const set = await shop.client.query(ADDRESS, { cartId, address: { address: shop.address } }, carla);
    expect(set.data?.cartAddressSet).toMatchObject({
      cart: { store: null },
      warnings: [{ code: 'NOT_SERVED' }],
      userErrors: [],
    });
    expect(await checkout(cartId, carla)).toMatchObject({ userErrors: [{ code: 'NOT_SERVED' }] });
  });

  test('a tip of another currency is not taken along to the next store', async () => {
    await changeStore({ status: 'OPEN' });
    const carla = customer();
    const cartId = await filledCart(carla);
    const tipped = await shop.client.query(
      'mutation($cartId: ID!) { cartTipSet(cartId: $cartId, tip: 500) { cart { tip } userErrors { __typename } } }',
      { cartId },
      carla,
    );
    expect(tipped.data?.cartTipSet).toEqual({ cart: { tip: 500 }, userErrors: [] });
    const storeId = v7();
    const address = addressAt(35.68, 139.76);
    await shop.publish({
      topic: 'inventory',
      type: 'store.created',
      subject: storeId,
      sequence: 1,
      data: { at: new Date().toISOString(), store: { ...shop.store, storeId, address, currency: 'JPY' } },
    });
    const set = await shop.client.query(ADDRESS, { cartId, address: { address } }, carla);
    expect(set.data?.cartAddressSet).toMatchObject({
      cart: { store: { id: storeId }, tip: 0 },
      warnings: [{ code: 'CURRENCY_MISMATCH' }],
      userErrors: [],
    });
  });

  test.each([
    [91, 13.4, 'latitude'],
    [52.5, -180.5, 'longitude'],
  ])('coordinates of %d, %d are none', async (latitude, longitude) => {
    const carla = customer();
    const cartId = await filledCart(carla);
    const { version } = await read(cartId, carla);
    const address = { address: addressAt(latitude, longitude) };
    const set = await shop.client.query(ADDRESS, { cartId, address }, carla);
    expect(set.errors?.[0]?.extensions?.code ?? set.data?.cartAddressSet.userErrors[0].__typename).toMatch(
      /BAD_USER_INPUT|InvalidInputError/,
    );
    expect(await read(cartId, carla)).toMatchObject({ version });
  });
});

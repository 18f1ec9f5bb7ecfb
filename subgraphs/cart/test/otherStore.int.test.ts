import type { UserCaller } from '@nakku/identity';
import { customer } from '@nakku/testkit';
import { v7 } from 'uuid';
import { addressAt, type CartHarness, productState, startCartHarness } from './harness.ts';

const CHECKOUT = `mutation($cartId: ID!, $expectedVersion: Int!, $expectedTotal: SafeInt) {
  cartCheckout(cartId: $cartId, expectedVersion: $expectedVersion, expectedTotal: $expectedTotal) {
    quote { token totals { total { amount } } warnings { code message } }
    userErrors { __typename ... on CheckoutRefusedError { code } } } }`;

describe('a store that cannot serve a cart', () => {
  let shop: CartHarness;
  const other = v7();
  const at = new Date().toISOString();
  let sequence = 1;
  beforeAll(async () => {
    shop = await startCartHarness();
    // Further away, with a fee of 1.90 in place of 2.90.
    const store = {
      ...{ ...shop.store, storeId: other, name: 'Nakku Nord', deliveryFee: 190 },
      address: addressAt(52.535, 13.42),
    };
    await shop.publish({
      ...{ topic: 'inventory', type: 'store.created', subject: other, sequence: 1, data: { at, store } },
    });
  });
  afterAll(() => shop.stop());

  const pause = (isPaused: boolean) => {
    sequence += 1;
    return shop.publish({
      ...{ topic: 'inventory', type: 'store.updated', subject: shop.storeId, sequence },
      data: { at, store: { ...shop.store, isPaused } },
    });
  };

  async function filledCart(carla: UserCaller): Promise<string> {
    const created = await shop.client.query('mutation { cartCreate { cart { id } } }', {}, carla);
    const cartId = String(created.data?.cartCreate.cart.id);
    await shop.client.query(
      `mutation($cartId: ID!, $lines: [CartLineAddInput!]!, $address: CartAddressInput!) {
         cartLinesAdd(cartId: $cartId, lines: $lines) { cart { id } }
         cartAddressSet(cartId: $cartId, address: $address) { cart { id } } }`,
      { cartId, lines: [{ productId: shop.milk, quantity: 2 }], address: { address: shop.address } },
      carla,
    );
    return cartId;
  }
  const read = async (cartId: string, carla: UserCaller) =>
    (
      await shop.client.query(
        'query($id: ID!) { cart(id: $id) { version store { id } } }',
        { id: cartId },
        carla,
      )
    ).data?.cart;
  const checkout = async (cartId: string, carla: UserCaller, more: object = {}) => {
    const { version } = await read(cartId, carla);
    const variables = { cartId, expectedVersion: version, ...more };
    return (await shop.client.query(CHECKOUT, variables, carla)).data?.cartCheckout;
  };

  test('is replaced by the nearest one that can, at whose prices the quote is', async () => {
    const carla = customer();
    const cartId = await filledCart(carla);
    expect(await read(cartId, carla)).toEqual({ version: 3, store: { id: shop.storeId } });
    await pause(true);
    // The other store does not have milk: it cannot serve the cart either, and nothing changes.
    expect((await checkout(cartId, carla)).userErrors).toEqual([
      { __typename: 'CheckoutRefusedError', code: 'STORE_CLOSED' },
    ]);
    const stockItemId = v7();
    const stock = { stockItemId, storeId: other, productId: shop.milk, onHand: 9, reserved: 0, available: 9 };
    await shop.publish({
      ...{ topic: 'inventory', type: 'inventory.updated', subject: stockItemId, sequence: 1 },
      data: { ...stock, threshold: 5, at },
    });
    // 2 × 1.19 and the fee of 2.90 is what the customer saw; it costs a euro less there.
    expect((await checkout(cartId, carla, { expectedTotal: 528 })).userErrors).toEqual([
      { __typename: 'CheckoutRefusedError', code: 'TOTAL_CHANGED' },
    ]);
    expect((await checkout(cartId, carla, { expectedVersion: 2 })).userErrors).toEqual([
      { __typename: 'VersionConflictError' },
    ]);
    expect(await read(cartId, carla)).toEqual({ version: 3, store: { id: shop.storeId } });
    const { quote, userErrors } = await checkout(cartId, carla, { expectedTotal: 428 });
    expect(userErrors).toEqual([]);
    expect(quote).toMatchObject({
      totals: { total: { amount: 428 } },
      warnings: [{ code: 'STORE_CHANGED', message: 'Nakku Nord delivers this order.' }],
    });
    expect(await shop.quotes.verify(quote.token)).toMatchObject({
      quote: { storeId: other, cartVersion: 4, pickup: { name: 'Nakku Nord' } },
    });
    expect(await read(cartId, carla)).toEqual({ version: 4, store: { id: other } });
    await pause(false);
  });

  test('has prices of its own, which carts of the store show', async () => {
    const eggs = v7();
    const priced = (sequence: number, price: number | null) =>
      shop.publish({
        ...{ topic: 'products', type: 'product.updated', subject: eggs, sequence },
        data: {
          at,
          product: {
            ...productState(eggs, 'Eggs', 300),
            storePrices:
              price === null ? [] : [{ storeId: shop.storeId, price: { amount: price, currency: 'EUR' } }],
          },
        },
      });
    await priced(1, 250);
    const carla = customer();
    const cartId = await filledCart(carla);
    const add = await shop.client.query(
      `mutation($cartId: ID!, $lines: [CartLineAddInput!]!) { cartLinesAdd(cartId: $cartId, lines: $lines) {
         cart { lines { unitPrice { amount } } } warnings { code } } }`,
      { cartId, lines: [{ productId: eggs, quantity: 1 }] },
      carla,
    );
    expect(add.data?.cartLinesAdd).toEqual({
      cart: { lines: [{ unitPrice: { amount: 119 } }, { unitPrice: { amount: 250 } }] },
      warnings: [{ code: 'NOT_IN_STORE' }],
    });
    await priced(2, null);
    const { data } = await shop.client.query(
      'query($id: ID!) { cart(id: $id) { lines { unitPrice { amount } } warnings { code previousPrice { amount } } } }',
      { id: cartId },
      carla,
    );
    expect(data?.cart).toEqual({
      lines: [{ unitPrice: { amount: 119 } }, { unitPrice: { amount: 300 } }],
      warnings: [
        { code: 'PRICE_CHANGED', previousPrice: { amount: 250 } },
        { code: 'NOT_IN_STORE', previousPrice: null },
      ],
    });
  });
});

import type { UserCaller } from '@nakku/identity';
import { customer } from '@nakku/testkit';
import { v7 } from 'uuid';
import { type CartHarness, startCartHarness } from './harness.ts';

const ADD = `mutation($cartId: ID!, $lines: [CartLineAddInput!]!) {
  cartLinesAdd(cartId: $cartId, lines: $lines) { cart { id } userErrors { __typename } } }`;
const ADDRESS = `mutation($cartId: ID!, $address: CartAddressInput!) {
  cartAddressSet(cartId: $cartId, address: $address) { cart { id } } }`;
const CLEAR = 'mutation($cartId: ID!) { cartClear(cartId: $cartId) { cart { id } } }';
const CHECKOUT = `mutation($cartId: ID!, $expectedVersion: Int!) {
  cartCheckout(cartId: $cartId, expectedVersion: $expectedVersion) {
    quote { token warnings { code product { id } quantity } } userErrors { __typename } } }`;
const READ = `query($id: ID!) { cart(id: $id) { version lines { product { id } quantity }
  warnings { code message product { id } quantity } } }`;

describe('a cancelled order whose lines do not fit the cart any more', () => {
  let shop: CartHarness;
  beforeAll(async () => {
    shop = await startCartHarness({ CART_MAX_LINES: '1' });
  });
  afterAll(() => shop.stop());

  const read = async (cartId: string, carla: UserCaller) =>
    (await shop.client.query(READ, { id: cartId }, carla)).data?.cart;
  const add = async (cartId: string, carla: UserCaller, productId: string, quantity: number) => {
    const lines = [{ productId, quantity }];
    const added = await shop.client.query(ADD, { cartId, lines }, carla);
    expect(added.data?.cartLinesAdd.userErrors).toEqual([]);
  };
  async function quoteOf(cartId: string, carla: UserCaller) {
    const { version } = await read(cartId, carla);
    const response = await shop.client.query(CHECKOUT, { cartId, expectedVersion: version }, carla);
    expect(response.errors).toBeUndefined();
    expect(response.data?.cartCheckout.userErrors).toEqual([]);
    return response.data?.cartCheckout.quote;
  }

  /** Orders what is in the cart; the result cancels that order before it is confirmed. */
  async function order(cartId: string, carla: UserCaller): Promise<() => Promise<void>> {
    const verified = await shop.quotes.verify((await quoteOf(cartId, carla)).token);
    if (verified.kind !== 'valid') throw new Error('the quote must be valid');
    const { quoteId, cartOrderNo, lines, totals, pickup, dropoff, handover, promise } = verified.quote;
    const base = {
      orderId: v7(),
      orderNumber: 'NK-1',
      customerId: carla.userId,
      storeId: shop.storeId,
      cartId,
    };
    const publish = (type: string, sequence: number, data: object) =>
      shop.publish({
        topic: 'orders',
        type,
        subject: base.orderId,
        sequence,
        data: { ...base, at: new Date().toISOString(), ...data },
      });
    const placed = { quoteId, cartOrderNo, lines, totals, pickup, dropoff, handover, promise };
    await publish('order.created', 1, { status: 'PLACED', paymentMethodId: v7(), ...placed });
    return () =>
      publish('order.cancelled', 2, {
        status: 'CANCELLED',
        reason: 'OUT_OF_STOCK',
        wasConfirmed: false,
        lines: lines.map(({ productId, quantity }) => ({ productId, quantity })),
      });
  }

  /** A cart of bread whose order of milk was cancelled. */
  async function cartWithoutItsMilk() {
    const carla = customer();
    const created = await shop.client.query('mutation { cartCreate { cart { id } } }', {}, carla);
    const cartId = created.data?.cartCreate.cart.id as string;
    await shop.client.query(ADDRESS, { cartId, address: { address: shop.address } }, carla);
    await add(cartId, carla, shop.milk, 3);
    const cancel = await order(cartId, carla);
    await add(cartId, carla, shop.bread, 1);
    await cancel();
    return { carla, cartId };
  }
  const milkNotReturned = () => ({ code: 'NOT_RETURNED', product: { id: shop.milk }, quantity: 3 });

  test('is shown by a warning in the cart and in the quote, and stands in no order’s way', async () => {
    const { carla, cartId } = await cartWithoutItsMilk();
    const message = '3 × Milk of a cancelled order did not fit into the cart any more.';
    expect(await read(cartId, carla)).toMatchObject({
      lines: [{ product: { id: shop.bread }, quantity: 1 }],
      warnings: [{ ...milkNotReturned(), message }],
    });
    expect((await quoteOf(cartId, carla)).warnings).toEqual([milkNotReturned()]);
  });

  test('is no longer shown once the product was added again', async () => {
    const { carla, cartId } = await cartWithoutItsMilk();
    const lines = await shop.client.query(
      'query($id: ID!) { cart(id: $id) { lines { id } } }',
      { id: cartId },
      carla,
    );
    await shop.client.query(
      `mutation($cartId: ID!, $lineIds: [ID!]!) { cartLinesRemove(cartId: $cartId, lineIds: $lineIds) { cart { id } } }`,
      { cartId, lineIds: [lines.data?.cart.lines[0].id] },
      carla,
    );
    expect((await read(cartId, carla)).warnings).toMatchObject([milkNotReturned()]);
    await add(cartId, carla, shop.milk, 1);
    expect((await read(cartId, carla)).warnings).toEqual([]);
  });

  test('is no longer shown once the cart was cleared', async () => {
    const { carla, cartId } = await cartWithoutItsMilk();
    await shop.client.query(CLEAR, { cartId }, carla);
    expect(await read(cartId, carla)).toMatchObject({ lines: [], warnings: [] });
  });

  test('is no longer shown once the next order was placed', async () => {
    const { carla, cartId } = await cartWithoutItsMilk();
    await order(cartId, carla);
    expect(await read(cartId, carla)).toMatchObject({ lines: [], warnings: [] });
  });

  test('adds up when another order is cancelled', async () => {
    const { carla, cartId } = await cartWithoutItsMilk();
    const cancel = await order(cartId, carla);
    await add(cartId, carla, shop.milk, 1);
    await cancel();
    expect(await read(cartId, carla)).toMatchObject({
      lines: [{ product: { id: shop.milk }, quantity: 1 }],
      warnings: [{ code: 'NOT_RETURNED', product: { id: shop.bread }, quantity: 1 }],
    });
  });
});

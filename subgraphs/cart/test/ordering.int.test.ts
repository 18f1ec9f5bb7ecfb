import type { UserCaller } from '@nakku/identity';
import { anonymous, customer } from '@nakku/testkit';
import { v7 } from 'uuid';
import { type CartHarness, startCartHarness } from './harness.ts';
import { ADD, CHECKOUT, shopping } from './shopping.ts';

describe('ordering a cart', () => {
  let shop: CartHarness;
  beforeAll(async () => {
    shop = await startCartHarness();
  });
  afterAll(() => shop.stop());

  const { cartOf, filledCart, read } = shopping(() => shop);

  test('a checkout is a signed snapshot; nothing in the cart changes', async () => {
    const carla = customer();
    const cartId = await filledCart(carla);
    const response = await shop.client.query(CHECKOUT, { cartId, expectedVersion: 3 }, carla);
    const { quote, userErrors } = response.data?.cartCheckout ?? {};
    expect(userErrors).toEqual([]);
    expect(quote.totals.total.amount).toBe(647);
    const verified = await shop.quotes.verify(quote.token);
    expect(verified).toMatchObject({
      kind: 'valid',
      quote: {
        quoteId: quote.id,
        customerId: carla.userId,
        cartId,
        cartVersion: 3,
        cartOrderNo: 1,
        storeId: shop.storeId,
        totals: { total: 647 },
        dropoff: shop.address,
      },
    });
    expect(await read(cartId, carla)).toMatchObject({ version: 3 });
  });

  test('a stale version, an empty cart and a guest get no quote', async () => {
    const carla = customer();
    const cartId = await cartOf(carla);
    const empty = await shop.client.query(CHECKOUT, { cartId, expectedVersion: 1 }, carla);
    expect(empty.data?.cartCheckout).toEqual({
      quote: null,
      userErrors: [{ __typename: 'CheckoutRefusedError', code: 'CART_EMPTY' }],
    });
    const stale = await shop.client.query(CHECKOUT, { cartId, expectedVersion: 9 }, carla);
    expect(stale.data?.cartCheckout.userErrors).toEqual([
      { __typename: 'VersionConflictError', code: 'VERSION_CONFLICT' },
    ]);
    const guest = await shop.client.query(CHECKOUT, { cartId, expectedVersion: 1 }, anonymous());
    expect(guest.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  describe('an order of the cart', () => {
    const orderEvent = (
      carla: UserCaller,
      cartId: string,
      orderId: string,
      type: string,
      sequence: number,
      data: object,
    ) =>
      shop.publish({
        topic: 'orders',
        type,
        subject: orderId,
        sequence,
        data: {
          orderId,
          orderNumber: 'NK-1',
          customerId: carla.userId,
          storeId: shop.storeId,
          cartId,
          at: new Date().toISOString(),
          ...data,
        },
      });

    /** The customer goes on shopping while the order is on its way to the cart. */
    const more = (cartId: string, carla: UserCaller) =>
      shop.client.query(
        ADD,
        {
          cartId,
          lines: [
            { productId: shop.milk, quantity: 2 },
            { productId: shop.bread, quantity: 1 },
          ],
        },
        carla,
      );

    async function ordered(meanwhile: (...o: Parameters<typeof more>) => Promise<unknown> = more) {
      const carla = customer();
      const cartId = await filledCart(carla);
      const quoted = await shop.client.query(CHECKOUT, { cartId, expectedVersion: 3 }, carla);
      const verified = await shop.quotes.verify(quoted.data?.cartCheckout.quote.token);
      if (verified.kind !== 'valid') throw new Error('the quote must be valid');
      await meanwhile(cartId, carla);
      const orderId = v7();
      const { quote } = verified;
      await orderEvent(carla, cartId, orderId, 'order.created', 1, {
        status: 'PLACED',
        quoteId: quote.quoteId,
        cartOrderNo: 1,
        lines: quote.lines,
        totals: quote.totals,
        paymentMethodId: v7(),
        pickup: quote.pickup,
        dropoff: quote.dropoff,
        handover: quote.handover,
        promise: quote.promise,
      });
      return { carla, cartId, orderId, lines: [{ productId: shop.milk, quantity: 3 }] };
    }

    test('takes the ordered pieces out; the next quote has the next number', async () => {
      const { carla, cartId } = await ordered();
      expect(await read(cartId, carla)).toMatchObject({
        itemCount: 3,
        version: 5,
        lines: [
          { name: 'Milk', quantity: 2 },
          { name: 'Bread', quantity: 1 },
        ],
      });
      const next = await shop.client.query(CHECKOUT, { cartId, expectedVersion: 5 }, carla);
      expect(await shop.quotes.verify(next.data?.cartCheckout.quote.token)).toMatchObject({
        quote: { cartOrderNo: 2 },
      });
    });

    test('leaves what was added after the cart was cleared, and gives nothing of it back', async () => {
      const { carla, cartId, orderId, lines } = await ordered(async (...o) => {
        const clear = 'mutation($cartId: ID!) { cartClear(cartId: $cartId) { userErrors { __typename } } }';
        await shop.client.query(clear, { cartId: o[0] }, o[1]);
        await more(...o);
      });
      const added = {
        itemCount: 3,
        lines: [
          { name: 'Milk', quantity: 2 },
          { name: 'Bread', quantity: 1 },
        ],
      };
      expect(await read(cartId, carla)).toMatchObject(added);
      await orderEvent(carla, cartId, orderId, 'order.cancelled', 2, {
        status: 'CANCELLED',
        reason: 'OUT_OF_STOCK',
        wasConfirmed: false,
        lines,
      });
      expect(await read(cartId, carla)).toMatchObject(added);
    });

    test('cancelled before it was confirmed, gives them back', async () => {
      const { carla, cartId, orderId, lines } = await ordered();
      await orderEvent(carla, cartId, orderId, 'order.cancelled', 2, {
        status: 'CANCELLED',
        reason: 'OUT_OF_STOCK',
        wasConfirmed: false,
        lines,
      });
      expect(await read(cartId, carla)).toMatchObject({
        itemCount: 6,
        version: 6,
        lines: [
          { name: 'Milk', quantity: 5 },
          { name: 'Bread', quantity: 1 },
        ],
      });
    });

    test('confirmed, keeps them, also if it is cancelled later', async () => {
      const { carla, cartId, orderId, lines } = await ordered();
      await orderEvent(carla, cartId, orderId, 'order.confirmed', 2, {
        status: 'CONFIRMED',
        lines,
        pickup: { storeId: shop.storeId, name: 'x', address: shop.address },
        dropoff: shop.address,
        handover: 'CODE',
        promise: { from: new Date().toISOString(), to: new Date().toISOString() },
      });
      await orderEvent(carla, cartId, orderId, 'order.cancelled', 3, {
        status: 'CANCELLED',
        reason: 'STORE_TIMEOUT',
        wasConfirmed: true,
        lines,
      });
      expect(await read(cartId, carla)).toMatchObject({ itemCount: 3, version: 5 });
    });
  });
});

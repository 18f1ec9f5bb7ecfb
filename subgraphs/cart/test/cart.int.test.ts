import { hashCartToken } from '@nakku/identity';
import { anonymous, captureEvents, customer, eventually } from '@nakku/testkit';
import { v7 } from 'uuid';
import { addressAt, type CartHarness, productState, startCartHarness } from './harness.ts';

const CART = `id version itemCount tip handover store { id } totals { subtotal { amount } deliveryFee { amount } total { amount currency } }
  lines { id quantity name note substitution unitPrice { amount } total { amount } product { id } } warnings { code lineId availableQuantity }`;
const ADD = `mutation($cartId: ID!, $lines: [CartLineAddInput!]!, $expectedVersion: Int) {
  cartLinesAdd(cartId: $cartId, lines: $lines, expectedVersion: $expectedVersion) { cart { ${CART} } warnings { code } userErrors { __typename ... on UserError { code: errorCode path } } } }`;
const ADDRESS = `mutation($cartId: ID!, $address: CartAddressInput!) {
  cartAddressSet(cartId: $cartId, address: $address) { cart { ${CART} } warnings { code } userErrors { __typename } } }`;
const CHECKOUT = `mutation($cartId: ID!, $expectedVersion: Int!) {
  cartCheckout(cartId: $cartId, expectedVersion: $expectedVersion) { quote { id token expiresAt totals { total { amount } } promise { from to } warnings { code } } userErrors { __typename ... on UserError { code: errorCode } } } }`;
const READ = `query($id: ID!) { cart(id: $id) { ${CART} } }`;

describe('cart', () => {
  let shop: CartHarness;
  beforeAll(async () => {
    shop = await startCartHarness();
  });
  afterAll(() => shop.stop());

  async function cartOf(caller: ReturnType<typeof customer>) {
    const response = await shop.client.query(
      'mutation { cartCreate { cart { id version } cartToken userErrors { __typename } } }',
      {},
      caller,
    );
    expect(response.errors).toBeUndefined();
    return response.data?.cartCreate.cart.id as string;
  }

  async function filledCart(caller: ReturnType<typeof customer>, quantity = 3): Promise<string> {
    const cartId = await cartOf(caller);
    await shop.client.query(ADD, { cartId, lines: [{ productId: shop.milk, quantity }] }, caller);
    await shop.client.query(ADDRESS, { cartId, address: { address: shop.address } }, caller);
    return cartId;
  }

  const read = async (cartId: string, caller: ReturnType<typeof customer>) =>
    (await shop.client.query(READ, { id: cartId }, caller)).data?.cart;

  test('lines add up, are priced with the fee of the store that serves the address', async () => {
    const carla = customer();
    const cartId = await filledCart(carla);
    const again = await shop.client.query(
      ADD,
      {
        cartId,
        lines: [
          { productId: shop.milk, quantity: 1 },
          { productId: shop.bread, quantity: 1, note: 'soft' },
        ],
      },
      carla,
    );
    expect(again.data?.cartLinesAdd).toMatchObject({
      cart: {
        version: 4,
        itemCount: 5,
        store: { id: shop.storeId },
        totals: {
          subtotal: { amount: 726 },
          deliveryFee: { amount: 290 },
          total: { amount: 1016, currency: 'EUR' },
        },
        lines: [
          {
            quantity: 4,
            name: 'Milk',
            unitPrice: { amount: 119 },
            total: { amount: 476 },
            product: { id: shop.milk },
            substitution: 'ASK',
          },
          { quantity: 1, name: 'Bread', note: 'soft' },
        ],
        warnings: [],
      },
      warnings: [],
      userErrors: [],
    });
  });

  test('each change publishes its version, thin', async () => {
    const carla = customer();
    const cartId = await filledCart(carla);
    const capture = await captureEvents(shop.world.topicPrefix, ['cart']);
    const last = await capture.waitFor('cart.updated', {
      subject: cartId,
      where: (event) => event.sequence === 3,
    });
    expect(last.data).toMatchObject({
      cartId,
      customerId: carla.userId,
      storeId: shop.storeId,
      lineCount: 1,
      total: 647,
      currency: 'EUR',
    });
    expect(capture.of('cart.updated', cartId).map((event) => event.sequence)).toEqual([1, 2, 3]);
    await capture.stop();
  });

  test('an expected version that is not the version any more changes nothing', async () => {
    const carla = customer();
    const cartId = await filledCart(carla);
    const response = await shop.client.query(
      ADD,
      { cartId, expectedVersion: 2, lines: [{ productId: shop.milk, quantity: 1 }] },
      carla,
    );
    expect(response.data?.cartLinesAdd.userErrors).toEqual([
      { __typename: 'VersionConflictError', code: 'VERSION_CONFLICT', path: ['expectedVersion'] },
    ]);
    expect(await read(cartId, carla)).toMatchObject({ itemCount: 3, version: 3 });
  });

  test('lines change, go, and the cart is cleared', async () => {
    const carla = customer();
    const cartId = await filledCart(carla);
    const lineId = (await read(cartId, carla)).lines[0].id as string;
    const update = await shop.client.query(
      `mutation($cartId: ID!, $lines: [CartLineUpdateInput!]!) { cartLinesUpdate(cartId: $cartId, lines: $lines) { cart { lines { quantity note substitution } } userErrors { __typename } } }`,
      { cartId, lines: [{ lineId, quantity: 9, note: 'cold', substitution: 'DENY' }] },
      carla,
    );
    expect(update.data?.cartLinesUpdate).toEqual({
      cart: { lines: [{ quantity: 9, note: 'cold', substitution: 'DENY' }] },
      userErrors: [],
    });
    const insists = await shop.client.query(
      `mutation($cartId: ID!, $lines: [CartLineUpdateInput!]!) { cartLinesUpdate(cartId: $cartId, lines: $lines) { cart { lines { ifUnavailable substitution } } userErrors { __typename } } }`,
      { cartId, lines: [{ lineId, ifUnavailable: 'ALL_OR_NOTHING', substitution: 'ALLOW' }] },
      carla,
    );
    expect(insists.data?.cartLinesUpdate).toEqual({
      cart: { lines: [{ ifUnavailable: 'ALL_OR_NOTHING', substitution: 'DENY' }] },
      userErrors: [],
    });
    const removed = await shop.client.query(
      'mutation($cartId: ID!, $lineIds: [ID!]!) { cartLinesRemove(cartId: $cartId, lineIds: $lineIds) { cart { version lines { id } totals { total { amount } } } userErrors { __typename } } }',
      { cartId, lineIds: [lineId] },
      carla,
    );
    expect(removed.data?.cartLinesRemove).toEqual({
      cart: { version: 6, lines: [], totals: null },
      userErrors: [],
    });
    await shop.client.query(ADD, { cartId, lines: [{ productId: shop.milk, quantity: 1 }] }, carla);
    const cleared = await shop.client.query(
      'mutation($cartId: ID!) { cartClear(cartId: $cartId) { cart { version itemCount } userErrors { __typename } } }',
      { cartId },
      carla,
    );
    expect(cleared.data?.cartClear).toEqual({ cart: { version: 8, itemCount: 0 }, userErrors: [] });
  });

  test('tip and hand-over are kept', async () => {
    const carla = customer();
    const cartId = await filledCart(carla);
    await shop.client.query(
      'mutation($cartId: ID!) { cartTipSet(cartId: $cartId, tip: 200) { userErrors { __typename } } cartHandoverSet(cartId: $cartId, handover: LEFT_AT_DOOR) { userErrors { __typename } } }',
      { cartId },
      carla,
    );
    expect(await read(cartId, carla)).toMatchObject({
      tip: 200,
      handover: 'LEFT_AT_DOOR',
      totals: { total: { amount: 847 } },
    });
  });

  test('an address out of reach is refused, one of the address book is found', async () => {
    const carla = customer();
    const cartId = await cartOf(carla);
    const far = await shop.client.query(
      ADDRESS,
      { cartId, address: { address: addressAt(48.1, 11.5) } },
      carla,
    );
    expect(far.data?.cartAddressSet).toEqual({
      cart: null,
      warnings: [],
      userErrors: [{ __typename: 'NotServedError' }],
    });
    const addressId = v7();
    const user = {
      userId: carla.userId,
      email: 'c@x.example',
      name: 'Carla',
      phone: null,
      status: 'ACTIVE',
      roles: ['customer'],
      storeIds: [],
      roleVersion: 1,
      addresses: [{ ...shop.address, addressId, label: 'Home', isDefault: true }],
    };
    await shop.publish({
      topic: 'users',
      type: 'user.address.added',
      subject: carla.userId,
      sequence: 2,
      data: { user, addressId, at: new Date().toISOString() },
    });
    const own = await shop.client.query(ADDRESS, { cartId, address: { addressId } }, carla);
    expect(own.data?.cartAddressSet.cart.store).toEqual({ id: shop.storeId });
    const foreign = await shop.client.query(
      ADDRESS,
      { cartId: await cartOf(customer()), address: { addressId } },
      customer(),
    );
    expect(foreign.data?.cartAddressSet.userErrors).toEqual([{ __typename: 'NotFoundError' }]);
  });

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
      carla: ReturnType<typeof customer>,
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
    const more = (cartId: string, carla: ReturnType<typeof customer>) =>
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

  describe('a guest', () => {
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
    const MERGE = `mutation($cartToken: String!) { cartMerge(cartToken: $cartToken) { cart { ${CART} } warnings { code } userErrors { __typename } } }`;

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

  test('prices and stock are those of the catalogue and the store, as warnings', async () => {
    const carla = customer();
    const productId = v7();
    const at = new Date().toISOString();
    await shop.publish({
      topic: 'products',
      type: 'product.created',
      subject: productId,
      sequence: 1,
      data: { at, product: productState(productId, 'Salt', 100) },
    });
    const cartId = await filledCart(carla, 1);
    await shop.client.query(ADD, { cartId, lines: [{ productId, quantity: 5 }] }, carla);
    await shop.publish({
      topic: 'products',
      type: 'product.updated',
      subject: productId,
      sequence: 2,
      data: { at, product: productState(productId, 'Salt', 120) },
    });
    const stockItemId = v7();
    await shop.publish({
      topic: 'inventory',
      type: 'inventory.updated',
      subject: stockItemId,
      sequence: 1,
      data: {
        stockItemId,
        storeId: shop.storeId,
        productId,
        onHand: 4,
        reserved: 1,
        available: 3,
        threshold: 5,
        at,
      },
    });
    expect((await read(cartId, carla)).warnings).toMatchObject([
      { code: 'PRICE_CHANGED' },
      { code: 'SHORT_STOCK', availableQuantity: 3 },
    ]);
    await shop.publish({
      topic: 'products',
      type: 'product.deleted',
      subject: productId,
      sequence: 3,
      data: { at, product: productState(productId, 'Salt', 120, 'ARCHIVED') },
    });
    expect((await read(cartId, carla)).warnings).toMatchObject([{ code: 'PRODUCT_GONE' }]);
  });

  test('a customer has a bounded number of carts, also from many tabs', async () => {
    const carla = customer();
    const responses = await Promise.all(
      Array.from({ length: 8 }, () =>
        shop.client.query(
          'mutation { cartCreate { cart { id } userErrors { __typename ... on CartLimitError { limit } } } }',
          {},
          carla,
        ),
      ),
    );
    const made = responses.filter((response) => response.data?.cartCreate.cart !== null);
    expect(made).toHaveLength(3);
    const refused = responses.flatMap((response) => response.data?.cartCreate.userErrors as unknown[]);
    expect(refused).toEqual(Array.from({ length: 5 }, () => ({ __typename: 'CartLimitError', limit: 3 })));
    const mine = await shop.client.query('{ myCarts { id } }', {}, carla);
    expect(mine.data?.myCarts).toHaveLength(3);
  });

  test('cartUpdated begins with a snapshot and tells each change, to its owner only', async () => {
    const carla = customer();
    const cartId = await filledCart(carla);
    const SUBSCRIBE =
      'subscription($cartId: ID!) { cartUpdated(cartId: $cartId) { isSnapshot cart { version itemCount } } }';
    const messages = shop.client.subscribe(SUBSCRIBE, { cartId }, carla);
    expect((await messages.next()).value?.data).toEqual({
      cartUpdated: { isSnapshot: true, cart: { version: 3, itemCount: 3 } },
    });
    await shop.client.query(ADD, { cartId, lines: [{ productId: shop.milk, quantity: 1 }] }, carla);
    expect((await messages.next()).value?.data).toEqual({
      cartUpdated: { isSnapshot: false, cart: { version: 4, itemCount: 4 } },
    });
    await messages.return?.();
    const foreign = shop.client.subscribe(SUBSCRIBE, { cartId }, customer());
    await expect(foreign.next()).rejects.toMatchObject([{ message: 'There is no such object.' }]);
  });

  test('references resolve for whoever may open the cart', async () => {
    const carla = customer();
    const cartId = await filledCart(carla);
    const ENTITIES = 'query($r: [_Any!]!) { _entities(representations: $r) { ... on Cart { version } } }';
    const representations = { r: [{ __typename: 'Cart', id: cartId }] };
    await eventually(async () => {
      expect((await shop.client.query(ENTITIES, representations, carla)).data?._entities).toEqual([
        { version: 3 },
      ]);
    });
    expect((await shop.client.query(ENTITIES, representations, customer())).data?._entities).toEqual([null]);
  });
});

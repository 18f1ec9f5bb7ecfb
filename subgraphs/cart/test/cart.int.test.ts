import { captureEvents, customer, eventually } from '@nakku/testkit';
import { v7 } from 'uuid';
import { addressAt, type CartHarness, productState, startCartHarness } from './harness.ts';
import { ADD, ADDRESS, shopping } from './shopping.ts';

describe('cart', () => {
  let shop: CartHarness;
  beforeAll(async () => {
    shop = await startCartHarness();
  });
  afterAll(() => shop.stop());

  const { cartOf, filledCart, read } = shopping(() => shop);

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

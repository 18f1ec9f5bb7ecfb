import { demoStores, readCatalogue } from '@nakku/demo';
import { admin, anonymous, customer, operator } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { seedDemoStock } from '../src/commands/seedDemoStock.ts';
import { insertStore } from '../src/store/stores.ts';
import { anOrder, type InventoryHarness, startInventoryHarness } from './harness.ts';
import { aStore, startStoreHarness } from './storeHarness.ts';

let s: InventoryHarness;
const open = aStore({ name: 'A open' });
const shut = aStore({ name: 'B shut', openingHours: [] });
const closed = aStore({ name: 'C closed', status: 'CLOSED' });
const staff = operator([open.storeId]);
const [milk, bread, none] = [uuidv7(), uuidv7(), uuidv7()];

const receive = async (
  storeId: string,
  lines: readonly { readonly productId: string; readonly quantity: number; readonly threshold?: number }[],
  caller = staff,
  key = uuidv7(),
) => {
  for (const { productId } of lines) await s.product(productId);
  return s.client.query(
    `mutation ($input: StockReceiveInput!) {
       stockReceive(input: $input) {
         stockItems { id onHand reserved available threshold version product { id } store { id } }
         userErrors { __typename ... on UserError { message code: errorCode path } }
       }
     }`,
    { input: { storeId, lines, idempotencyKey: key } },
    caller,
  );
};

beforeAll(async () => {
  s = await startInventoryHarness();
  for (const store of [open, shut, closed]) await insertStore(s.db, store);
  await receive(open.storeId, [
    { productId: milk, quantity: 250, threshold: 20 },
    { productId: bread, quantity: 3 },
  ]);
  await receive(shut.storeId, [{ productId: none, quantity: 3 }], admin());
}, 60_000);
afterAll(() => s.close(), 60_000);

const entities = (
  representations: object[],
  selection: string,
  caller = anonymous() as ReturnType<typeof customer> | ReturnType<typeof anonymous>,
) =>
  s.client.query(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`,
    { representations },
    caller,
  );

describe('what events of different clients share', () => {
  test.each([
    [
      'Store',
      'name address { city location { latitude } } openingHours { weekday } deliveryFee { amount }',
      'max-age=5, public',
    ],
    ['Product', 'inStock', 'no-store'],
  ])('of a %s: %s is %s', async (type, selection, cacheControl) => {
    const id = type === 'Store' ? open.storeId : milk;
    const response = await entities([{ __typename: type, id }], `... on ${type} { ${selection} }`);
    expect(response.errors).toBeUndefined();
    expect(response.cacheControl).toBe(cacheControl);
  });
});

describe('availability of products', () => {
  test('is public, shown up to 100', async () => {
    const { data, errors } = await entities(
      [milk, bread, none].map((id) => ({ __typename: 'Product', id })),
      `... on Product { id availability(storeId: "${open.storeId}") { available inStock store { id } product { id } } inStock here: inStock(storeId: "${open.storeId}") }`,
    );
    expect(errors).toBeUndefined();
    expect(data?._entities).toEqual([
      {
        id: milk,
        availability: { available: 100, inStock: true, store: { id: open.storeId }, product: { id: milk } },
        inStock: true,
        here: true,
      },
      {
        id: bread,
        availability: { available: 3, inStock: true, store: { id: open.storeId }, product: { id: bread } },
        inStock: true,
        here: true,
      },
      // Only in a store that is not open now.
      { id: none, availability: null, inStock: false, here: false },
    ]);
  });

  test('an expired hold does not count, swept or not', async () => {
    const productId = uuidv7();
    await receive(open.storeId, [{ productId, quantity: 5 }]);
    const order = anOrder(s, open.storeId, { [productId]: 4 });
    await order.created();
    await s.capture.waitFor('inventory.reserved', { subject: order.orderId });
    const available = async () =>
      (
        await entities(
          [{ __typename: 'Product', id: productId }],
          `... on Product { availability(storeId: "${open.storeId}") { available } }`,
        )
      ).data?._entities[0].availability.available;
    expect(await available()).toBe(1);
    await s.db.reservation.update({
      where: { orderId: order.orderId },
      data: { expiresAt: new Date(Date.now() - 1_000) },
    });
    expect(await available()).toBe(5);
  });
});

describe('stock items', () => {
  const list = (storeId: string, args: string, caller = staff) =>
    s.client.query(
      `query ($storeId: ID!) { stockItems(storeId: $storeId, ${args}) { edges { cursor node { product { id } onHand available } } pageInfo { hasNextPage hasPreviousPage } } }`,
      { storeId },
      caller,
    );

  test('are for the staff of the store and for admins', async () => {
    const { data } = await list(open.storeId, `productIds: ["${bread}", "x"], first: 10`);
    expect(data?.stockItems.edges).toMatchObject([
      { node: { product: { id: bread }, onHand: 3, available: 3 } },
    ]);
    expect((await list(open.storeId, 'first: 1', admin())).data?.stockItems.edges).toHaveLength(1);
    expect((await list(shut.storeId, 'first: 1')).data?.stockItems).toBeNull();
    expect((await list(uuidv7(), 'first: 1')).data?.stockItems).toBeNull();
    expect((await list(open.storeId, 'first: 1', customer())).errors?.[0]?.extensions?.code).toBe(
      'FORBIDDEN',
    );
  });

  test('come by level, in pages both ways', async () => {
    const low = await list(open.storeId, `levels: [LOW], productIds: ["${milk}", "${bread}"], first: 10`);
    expect(low.data?.stockItems.edges).toMatchObject([{ node: { product: { id: bread } } }]);
    const last = await list(open.storeId, `productIds: ["${milk}", "${bread}"], last: 1`);
    const sorted = [milk, bread].sort();
    expect(last.data?.stockItems).toMatchObject({
      edges: [{ node: { product: { id: sorted[1] } } }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
    expect((await list(open.storeId, 'first: 101')).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expect((await list(open.storeId, 'first: 1, after: "x"')).errors?.[0]?.extensions?.code).toBe(
      'BAD_USER_INPUT',
    );
  });

  test('are changed by hand, and show their ledger', async () => {
    const productId = uuidv7();
    const key = uuidv7();
    const [one, two] = await Promise.all(
      [0, 1].map(() => receive(open.storeId, [{ productId, quantity: 10 }], staff, key)),
    );
    const responses = [one, two].map((response) => response?.data?.stockReceive);
    const done = responses.find((response) => response.stockItems !== null);
    expect(done.stockItems).toMatchObject([{ onHand: 10, reserved: 0, threshold: 5, version: 1 }]);
    const again = await receive(open.storeId, [{ productId, quantity: 10 }], staff, key);
    expect(again.data?.stockReceive).toEqual(done);
    const { data } = await s.client.query(
      `mutation ($adjust: StockAdjustInput!, $set: StockSetInput!) {
         stockAdjust(input: $adjust) { stockItem { onHand version } userErrors { __typename } }
         stockSet(input: $set) {
           stockItem { onHand version movements(first: 2) { edges { node { kind onHandDelta reason actorId orderId } } pageInfo { hasNextPage } } }
           userErrors { __typename }
         }
       }`,
      {
        adjust: { storeId: open.storeId, productId, delta: -2, reason: 'broken', idempotencyKey: uuidv7() },
        set: {
          storeId: open.storeId,
          productId,
          from: 8,
          to: 9,
          reason: 'counted',
          idempotencyKey: uuidv7(),
        },
      },
      staff,
    );
    expect(data?.stockAdjust).toEqual({ stockItem: { onHand: 8, version: 2 }, userErrors: [] });
    const by = { actorId: staff.userId, orderId: null };
    expect(data?.stockSet.stockItem).toEqual({
      onHand: 9,
      version: 3,
      movements: {
        edges: [
          { node: { kind: 'ADJUSTMENT', onHandDelta: 1, reason: 'counted', ...by } },
          { node: { kind: 'ADJUSTMENT', onHandDelta: -2, reason: 'broken', ...by } },
        ],
        pageInfo: { hasNextPage: true },
      },
    });
  });

  test('are no entities for others', async () => {
    const item = await s.db.stockItem.findFirstOrThrow({ where: { productId: bread } });
    const reference = [{ __typename: 'StockItem', id: item.id }];
    const onHand = async (caller: Parameters<typeof entities>[2]) =>
      (await entities(reference, '... on StockItem { onHand }', caller)).data?._entities;
    expect(await onHand(staff)).toEqual([{ onHand: 3 }]);
    expect(await onHand(operator([shut.storeId]))).toEqual([null]);
    expect(await onHand(customer())).toEqual([null]);
    expect(await onHand(anonymous())).toEqual([null]);
  });
});

describe('stockChanged', () => {
  const document = `subscription ($productIds: [ID!]!, $storeId: ID!) {
    stockChanged(productIds: $productIds, storeId: $storeId) { isSnapshot items { product { id } available inStock } }
  }`;

  test('sends a snapshot, then what changed', async () => {
    const [a, b] = [uuidv7(), uuidv7()];
    await receive(
      open.storeId,
      [a, b].map((productId) => ({ productId, quantity: 2 })),
    );
    const messages = s.client.subscribe(
      document,
      { productIds: [a, b, uuidv7()], storeId: open.storeId },
      anonymous(),
    );
    const next = async () => (await messages.next()).value?.data?.stockChanged;
    const snapshot = await next();
    expect(snapshot.isSnapshot).toBe(true);
    expect(new Set(snapshot.items.map((item: { product: { id: string } }) => item.product.id))).toEqual(
      new Set([a, b]),
    );
    const order = anOrder(s, open.storeId, { [a]: 2 });
    await order.created();
    expect(await next()).toEqual({
      isSnapshot: false,
      items: [{ product: { id: a }, available: 0, inStock: false }],
    });
    await order.cancelled();
    expect(await next()).toEqual({
      isSnapshot: false,
      items: [{ product: { id: a }, available: 2, inStock: true }],
    });
    await messages.return?.();
  });

  test.each([
    ['no products', [], open.storeId, 'BAD_USER_INPUT'],
    ['too many products', Array.from({ length: 101 }, () => milk), open.storeId, 'BAD_USER_INPUT'],
    ['no such store', [milk], uuidv7(), 'NOT_FOUND'],
    ['no identifier', [milk], 'x', 'NOT_FOUND'],
  ])('refuses %s', async (_, productIds, storeId, code) => {
    const messages = s.client.subscribe(document, { productIds, storeId }, anonymous());
    const outcome: unknown = await messages.next().then(
      (message) => message.value?.errors,
      (thrown: unknown) => thrown,
    );
    expect(outcome).toMatchObject([{ extensions: { code } }]);
  });
});

test('the demo stock is seeded once', async () => {
  const w = await startStoreHarness();
  const products = readCatalogue().length;
  expect(await seedDemoStock({ platform: w.platform, newId: uuidv7 })).toEqual({
    stores: 2,
    stockItems: 2 * products,
  });
  expect(await seedDemoStock({ platform: w.platform, newId: uuidv7 })).toEqual({ stores: 0, stockItems: 0 });
  const { rows } = await w.pool.query<{ type: string; n: number }>(
    `SELECT headers->>'ce_type' AS type, count(*)::int AS n FROM platform.outbox GROUP BY 1 ORDER BY 1`,
  );
  expect(rows).toEqual([
    { type: 'inventory.updated', n: 2 * products },
    { type: 'store.created', n: demoStores.length },
  ]);
  await w.close();
});

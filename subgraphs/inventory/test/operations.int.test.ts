import { admin, anonymous, customer, eventually, operator } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { insertStore } from '../src/store/stores.ts';
import { anOrder, type InventoryHarness, startInventoryHarness } from './harness.ts';
import { aStore } from './storeHarness.ts';

let s: InventoryHarness;
const store = aStore();
const staff = operator([store.storeId]);
beforeAll(async () => {
  s = await startInventoryHarness();
  await insertStore(s.db, store);
}, 60_000);
afterAll(() => s.close(), 60_000);

async function receive(quantity: number, productId?: string): Promise<string> {
  const known = await s.product(productId);
  const { data } = await s.client.query(
    `mutation ($input: StockReceiveInput!) { stockReceive(input: $input) { userErrors { __typename } } }`,
    { input: { storeId: store.storeId, lines: [{ productId: known, quantity }], idempotencyKey: uuidv7() } },
    staff,
  );
  expect(data?.stockReceive.userErrors).toEqual([]);
  return known;
}

const move = async (mutation: 'storePause' | 'storeResume', reason?: string) => {
  const { data } = await s.client.query(
    `mutation ($id: ID!, $reason: String) { ${mutation}(storeId: $id, reason: $reason) {
       store { status isOpen version } userErrors { __typename } } }`,
    { id: store.storeId.toUpperCase(), reason },
    staff,
  );
  return data?.[mutation];
};
const inStock = async (productId: string) => {
  const { data } = await s.client.query(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Product {
       here: inStock(storeId: "${store.storeId}") availability(storeId: "${store.storeId}") { inStock available } } } }`,
    { representations: [{ __typename: 'Product', id: productId.toUpperCase() }] },
    anonymous(),
  );
  return data?._entities[0];
};
const audit = (args: string, caller: Parameters<typeof s.client.query>[2] = staff) =>
  s.client.query(
    `query ($id: ID!) { storeAuditEntries(storeId: $id, ${args}) {
       edges { cursor node { act actorId product { id } note changes { field from to } } } pageInfo { hasNextPage } } }`,
    { id: store.storeId },
    caller,
  );
const rejectedBy = async (order: ReturnType<typeof anOrder>) =>
  (await s.capture.waitFor('inventory.reservation_rejected', { subject: order.orderId })).data;

test('a paused store takes no new order, keeps what it confirmed, and takes orders again when resumed', async () => {
  const productId = await receive(10);
  const before = anOrder(s, store.storeId, { [productId]: 2 });
  await before.created();
  await s.capture.waitFor('inventory.reserved', { subject: before.orderId });
  const paused = { status: 'PAUSED', isOpen: false, version: 2 };
  expect(await move('storePause', 'Power cut')).toEqual({ store: paused, userErrors: [] });
  expect(await move('storePause')).toEqual({ store: paused, userErrors: [] });
  expect(await inStock(productId)).toEqual({ here: false, availability: { inStock: false, available: 8 } });
  const late = anOrder(s, store.storeId, { [productId]: 1 });
  await late.created();
  expect(await rejectedBy(late)).toMatchObject({ reason: 'UNKNOWN_STORE', shortages: [] });
  // Its hold was swept, and the order is paid: it is reserved again.
  await s.db.reservation.update({
    where: { orderId: before.orderId },
    data: { expiresAt: new Date(Date.now() - 1_000) },
  });
  await s.capture.waitFor('inventory.released', { subject: before.orderId });
  await before.confirmed();
  await s.capture.waitFor('inventory.reserved', {
    subject: before.orderId,
    where: (event) => event.sequence === 3,
  });
  expect(await move('storeResume')).toEqual({
    store: { status: 'OPEN', isOpen: true, version: 3 },
    userErrors: [],
  });
  const again = anOrder(s, store.storeId, { [productId]: 1 });
  await again.created();
  await s.capture.waitFor('inventory.reserved', { subject: again.orderId });
  const published = s.capture.events.filter((event) => event.subject === store.storeId);
  expect(published.map((event) => [event.type, event.sequence])).toEqual([
    ['store.updated', 2],
    ['store.updated', 3],
  ]);
  expect(published.map((event) => event.data)).toMatchObject([
    { store: { status: 'OPEN', isPaused: true } },
    { store: { status: 'OPEN', isPaused: false } },
  ]);
});

test('a product that was archived since the quote is not reserved; one whose order is confirmed is', async () => {
  const productId = await receive(10);
  const sold = anOrder(s, store.storeId, { [productId]: 2 });
  await sold.created();
  await s.capture.waitFor('inventory.reserved', { subject: sold.orderId });
  const at = new Date().toISOString();
  const product = {
    productId,
    sku: 'S',
    slug: 's',
    name: 'Thing',
    brand: null,
    packaging: '1 piece',
    price: { amount: 100, currency: 'EUR' },
    taxRate: 700,
    categoryId: uuidv7(),
    imageUrl: null,
    status: 'ARCHIVED',
  };
  await s.producer.send({
    topic: 'products',
    type: 'product.deleted',
    subject: productId,
    sequence: 1,
    data: { product, at },
  });
  await eventually(async () => {
    expect((await s.db.product.findUnique({ where: { id: productId } }))?.isArchived).toBe(true);
  });
  const late = anOrder(s, store.storeId, { [productId]: 1 });
  await late.created();
  expect(await rejectedBy(late)).toMatchObject({
    reason: 'OUT_OF_STOCK',
    shortages: [{ productId, requested: 1, available: 0 }],
  });
  await sold.confirmed();
  await s.capture.waitFor('inventory.reserved', {
    subject: sold.orderId,
    where: (event) => event.sequence === 2,
  });
});

test('a store is closed on its closed dates', async () => {
  const today = new Date().toISOString().slice(0, 10);
  const update = async (closedDates: string[], expectedVersion: number) =>
    (
      await s.client.query(
        `mutation ($id: ID!, $input: StoreUpdateInput!) { storeUpdate(storeId: $id, input: $input) {
           store { isOpen closedDates } userErrors { __typename } } }`,
        { id: store.storeId, input: { expectedVersion, closedDates } },
        admin(),
      )
    ).data?.storeUpdate;
  const { version } = await s.db.store.findUniqueOrThrow({ where: { id: store.storeId } });
  expect(await update([today, today], version)).toEqual({
    store: { isOpen: false, closedDates: [today] },
    userErrors: [],
  });
  expect(await update([], version + 1)).toMatchObject({ store: { isOpen: true, closedDates: [] } });
});

test('a threshold decides at once what is low, and an adjustment says why', async () => {
  const productId = await receive(10);
  const key = { storeId: store.storeId, productId };
  const { data } = await s.client.query(
    `mutation ($threshold: StockThresholdSetInput!, $adjust: StockAdjustInput!) {
       stockThresholdSet(input: $threshold) { stockItem { threshold version } userErrors { __typename } }
       stockAdjust(input: $adjust) {
         stockItem { onHand movements(first: 1) { edges { node { reasonCode reason } } } } userErrors { __typename } } }`,
    {
      threshold: { ...key, threshold: 12, idempotencyKey: uuidv7() },
      adjust: { ...key, delta: -1, reasonCode: 'EXPIRED', idempotencyKey: uuidv7() },
    },
    staff,
  );
  expect(data).toEqual({
    stockThresholdSet: { stockItem: { threshold: 12, version: 2 }, userErrors: [] },
    stockAdjust: {
      stockItem: {
        onHand: 9,
        movements: { edges: [{ node: { reasonCode: 'EXPIRED', reason: null } }] },
      },
      userErrors: [],
    },
  });
  const item = await s.db.stockItem.findFirstOrThrow({ where: { productId } });
  await s.capture.waitFor('inventory.low_stock', { subject: item.id });
});

test('each act of staff can be read by the staff of the store, in pages', async () => {
  const productId = await receive(4);
  await move('storePause', 'Stocktaking');
  await move('storeResume');
  const first = (await audit('first: 2')).data?.storeAuditEntries;
  expect(first.edges).toMatchObject([
    { node: { act: 'STORE_RESUMED', actorId: staff.userId, changes: [{ from: 'PAUSED', to: 'OPEN' }] } },
    {
      node: {
        act: 'STORE_PAUSED',
        note: 'Stocktaking',
        product: null,
        changes: [{ field: 'status', from: 'OPEN', to: 'PAUSED' }],
      },
    },
  ]);
  const { cursor } = first.edges[1];
  const second = (await audit(`first: 1, after: "${cursor}"`)).data?.storeAuditEntries;
  expect(second.edges).toMatchObject([
    {
      node: {
        act: 'STOCK_RECEIVED',
        product: { id: productId },
        changes: [{ field: 'onHand', from: '0', to: '4' }],
      },
    },
  ]);
  expect((await audit('first: 1', admin())).data?.storeAuditEntries.edges).toHaveLength(1);
  expect((await audit('first: 1', operator([uuidv7()]))).data?.storeAuditEntries).toBeNull();
  expect((await audit('first: 1', customer())).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  expect((await audit('first: 1', anonymous())).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});

test('a cursor of another list is refused', async () => {
  await receive(1);
  const of = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');
  const forged = [of([uuidv7(), uuidv7()]), of(['stores', 'A', uuidv7()]), of(7), 'x'];
  for (const after of forged) {
    const { errors } = await audit(`first: 1, after: "${after}"`);
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  }
  for (const after of [...forged.filter((_, index) => index !== 1), of(['stores', 'A\0', uuidv7()])]) {
    const { errors } = await s.client.query(
      'query ($after: String) { stores(first: 1, after: $after) { edges { cursor } } }',
      { after },
      anonymous(),
    );
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  }
});

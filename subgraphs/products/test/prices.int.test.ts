import { admin, anonymous, captureEvents, customer, eventually, type EventCapture } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { applyPrices, PRICE_DEADLINE } from '../src/app/applyPrices.ts';
import { insertCategories } from '../src/store/categories.ts';
import { insertProducts } from '../src/store/products.ts';
import { codeOf } from './seededCatalogue.ts';
import { type ProductsHarness, startProductsHarness } from './harness.ts';

let s: ProductsHarness;
let capture: EventCapture;
const categoryId = uuidv7();
const north = uuidv7();
const boss = admin();
beforeAll(async () => {
  s = await startProductsHarness();
  capture = await captureEvents(s.world.topicPrefix, ['products']);
  const shelf = { id: categoryId, slug: 'dairy', name: 'Dairy', parentId: null, ancestorIds: [categoryId] };
  await insertCategories(s.db, [shelf]);
}, 60_000);
afterAll(async () => {
  await capture.stop();
  await s.close();
}, 60_000);

async function newProduct(sku: string): Promise<string> {
  const id = uuidv7();
  const milk = {
    id,
    sku,
    slug: sku.toLowerCase(),
    name: sku,
    description: null,
    brand: null,
    size: 1,
    price: 100,
  };
  const rest = {
    currency: 'EUR',
    taxRate: 700,
    imageUrls: [],
    attributes: [],
    categoryId,
    tags: [],
    deposit: 15,
  };
  await insertProducts(s.db, [{ ...milk, ...rest, unit: 'LITER' as const }]);
  return id;
}

const create = async (input: object) => {
  const { data } = await s.client.query(
    `mutation ($input: PriceEntryCreateInput!) { priceEntryCreate(input: $input) {
       priceEntry { id status version price { amount } store { id } product { price { amount } basePrice { amount } } }
       userErrors { __typename } } }`,
    { input },
    boss,
  );
  return data?.priceEntryCreate;
};
const euros = (amount: number) => ({ amount, currency: 'EUR' });
const pricesOf = async (id: string) => {
  const query = `query ($id: ID!, $storeId: ID!) {
    product(by: { id: $id }) { version price { amount } priceAt(storeId: $storeId) { amount } } }`;
  const { data } = await s.client.query(query, { id, storeId: north }, anonymous());
  const { version, price, priceAt } = data?.product ?? {};
  return [version, price?.amount, priceAt?.amount];
};

test('prices begin and end at their times, by a controlled clock', async () => {
  const id = await newProduct('CLOCK-1');
  const start = Date.parse('2031-01-01T00:00:00Z');
  const at = (minute: number) => new Date(start + minute * 60_000);
  const sale = await create({ productId: id, price: euros(80), validFrom: at(10), validUntil: at(20) });
  expect(sale).toMatchObject({
    priceEntry: { status: 'SCHEDULED', store: null, version: 1 },
    userErrors: [],
  });
  await create({ productId: id, storeId: north, price: euros(90), validFrom: at(15), validUntil: at(25) });
  const apply = (now: Date) =>
    s.platform.transaction((tx) => applyPrices(tx, { ...s.deps, now: () => now }, id));
  const dueAt = async () => {
    const { rows } = await s.pool.query<{ ms: number }>(
      `SELECT (after_ms)::float8 AS ms FROM platform.deadlines WHERE kind = $1 AND key = $2`,
      [PRICE_DEADLINE, id],
    );
    return rows[0]?.ms;
  };
  const seen: unknown[] = [];
  for (const minute of [9, 10, 14, 15, 20, 25, 26]) {
    await apply(at(minute));
    seen.push([minute, ...(await pricesOf(id)), (await dueAt()) ?? null]);
  }
  const minutes = (count: number) => count * 60_000;
  expect(seen).toEqual([
    [9, 1, 100, 100, minutes(1)],
    [10, 2, 80, 80, minutes(5)],
    [14, 2, 80, 80, minutes(1)],
    [15, 3, 80, 90, minutes(5)],
    [20, 4, 100, 90, minutes(5)],
    [25, 5, 100, 100, null],
    [26, 5, 100, 100, null],
  ]);
  await eventually(() => {
    const own = capture.events.filter(({ subject }) => subject === id);
    expect(own.map(({ data }) => data)).toMatchObject([
      { product: { price: euros(80), basePrice: euros(100), storePrices: [] } },
      { product: { price: euros(80), storePrices: [{ storeId: north, price: euros(90) }] } },
      { product: { price: euros(100), storePrices: [{ storeId: north, price: euros(90) }] } },
      { product: { price: euros(100), storePrices: [] } },
    ]);
  });
});

test('a scheduled price comes true by itself, and ends when it is deleted', async () => {
  const id = await newProduct('SELF-1');
  const { priceEntry } = await create({
    productId: id,
    price: euros(70),
    validFrom: new Date(Date.now() + 1_000),
  });
  expect(priceEntry).toMatchObject({ product: { price: { amount: 100 }, basePrice: { amount: 100 } } });
  await eventually(async () => expect(await pricesOf(id)).toEqual([2, 70, 70]));
  const lists = await s.client.query(
    '{ products(search: "self", first: 5, filter: { priceTo: 70 }) { edges { node { id } } } }',
    {},
    anonymous(),
  );
  expect(lists.data?.products.edges).toEqual([{ node: { id } }]);
  const remove = () =>
    s.client.query(
      'mutation ($id: ID!) { priceEntryDelete(priceEntryId: $id) { deletedId product { price { amount } } userErrors { __typename } } }',
      { id: priceEntry.id },
      boss,
    );
  expect((await remove()).data?.priceEntryDelete).toEqual({
    ...{ deletedId: priceEntry.id, product: { price: { amount: 100 } }, userErrors: [] },
  });
  expect((await remove()).data?.priceEntryDelete.userErrors).toEqual([{ __typename: 'NotFoundError' }]);
});

test('entries are changed by version, listed for merchandisers, and audited', async () => {
  const id = await newProduct('LIST-1');
  const { priceEntry } = await create({ productId: id, storeId: north, price: euros(90) });
  expect(priceEntry).toMatchObject({
    status: 'ACTIVE',
    store: { id: north },
    product: { price: { amount: 100 } },
  });
  expect(await pricesOf(id)).toEqual([2, 100, 90]);
  const update = async (input: object) => {
    const { data } = await s.client.query(
      `mutation ($id: ID!, $input: PriceEntryUpdateInput!) { priceEntryUpdate(priceEntryId: $id, input: $input) {
         priceEntry { version status validUntil price { amount } } userErrors { __typename } } }`,
      { id: priceEntry.id, input },
      boss,
    );
    return data?.priceEntryUpdate;
  };
  const validUntil = '2031-01-01T00:00:00.000Z';
  expect(await update({ expectedVersion: 1, price: euros(85), validUntil })).toEqual({
    priceEntry: { version: 2, status: 'ACTIVE', validUntil, price: { amount: 85 } },
    userErrors: [],
  });
  expect(await pricesOf(id)).toEqual([3, 100, 85]);
  expect((await update({ expectedVersion: 1 })).userErrors).toEqual([{ __typename: 'VersionConflictError' }]);

  const list = (caller: Parameters<typeof s.client.query>[2], filter: object) =>
    s.client.query(
      'query ($filter: PriceEntryFilter) { priceEntries(filter: $filter, first: 5) { edges { node { id } } } }',
      { filter },
      caller,
    );
  expect((await list(boss, { productId: id })).data?.priceEntries.edges).toEqual([
    { node: { id: priceEntry.id } },
  ]);
  expect((await list(boss, { productId: id, storeId: uuidv7() })).data?.priceEntries.edges).toEqual([]);
  expect((await list(boss, { productId: 'x' })).data?.priceEntries.edges).toEqual([]);
  expect(codeOf(await list(customer(), {}))).toBe('FORBIDDEN');
  expect(codeOf(await list(anonymous(), {}))).toBe('UNAUTHENTICATED');

  const audit = await s.client.query(
    'query ($id: ID!) { catalogAuditEntries(filter: { subjectId: $id }, first: 5) { edges { node { action product { id } changes { field before after } } } } }',
    { id },
    boss,
  );
  expect(audit.data?.catalogAuditEntries.edges.map(({ node }: { node: unknown }) => node)).toMatchObject([
    {
      ...{ action: 'PRODUCT_PRICE_RESCHEDULED', product: { id } },
      changes: [
        { field: 'price', before: '90', after: '85' },
        { field: 'validUntil', before: null, after: `"${validUntil}"` },
      ],
    },
    { action: 'PRODUCT_PRICE_SCHEDULED' },
  ]);
});

test('a product has at most 100 entries that are not over', async () => {
  const id = await newProduct('FULL-1');
  const ended = { validFrom: new Date(0), validUntil: new Date(1) };
  const entry = { productId: id, price: 90n, validFrom: new Date('2031-01-01T00:00:00Z') };
  await s.db.priceEntry.createMany({
    data: [
      ...Array.from({ length: 99 }, () => ({ ...entry, id: uuidv7() })),
      { ...entry, ...ended, id: uuidv7() },
    ],
  });
  expect((await create({ productId: id, price: euros(90) })).userErrors).toEqual([]);
  expect((await create({ productId: id, price: euros(90) })).userErrors).toEqual([
    { __typename: 'PriceEntryLimitError' },
  ]);
});

import { admin, anonymous, captureEvents } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { updateProduct } from '../src/app/updateProduct.ts';
import { insertCategories } from '../src/store/categories.ts';
import { insertProducts } from '../src/store/products.ts';
import { type ProductsHarness, startProductsHarness } from './harness.ts';

let s: ProductsHarness;
const categoryId = uuidv7();
beforeAll(async () => {
  s = await startProductsHarness();
  const shelf = { id: categoryId, slug: 'drinks', name: 'Drinks', parentId: null, ancestorIds: [categoryId] };
  await insertCategories(s.db, [shelf]);
}, 60_000);
afterAll(() => s.close(), 60_000);

const DETAILS = `perUnit { price { amount currency } unit } compareAtPrice { amount } lowestPriceBefore { amount currency }
  deposit { amount currency } ingredients origin storage allergens minPerOrder maxPerOrder
  nutrition { energyKilojoules energyKilocalories fat saturatedFat carbohydrates sugars fiber protein salt }`;
const euros = (amount: number) => ({ amount, currency: 'EUR' });
const boss = admin();
const nutrition = {
  ...{ energyKilojoules: 180, fat: 0, saturatedFat: 0, carbohydrates: 10.6, sugars: 10.6, fiber: null },
  ...{ protein: 0, salt: 0.01 },
};

const detailsOf = async (id: string) => {
  const query = `query ($id: ID!) { product(by: { id: $id }) { ${DETAILS} } }`;
  return (await s.client.query(query, { id }, anonymous())).data?.product;
};

test('details are created, published with the whole state, changed and removed', async () => {
  const capture = await captureEvents(s.world.topicPrefix, ['products']);
  const input = {
    ...{
      sku: 'COLA-1',
      name: 'Cola',
      size: 330,
      unit: 'MILLILITER',
      taxRate: 1900,
      categoryId,
      price: euros(129),
    },
    ...{
      compareAtPrice: euros(149),
      deposit: euros(25),
      ingredients: 'Water, sugar',
      origin: 'DE',
      storage: 'CHILLED',
    },
    ...{ allergens: ['SULPHITES', 'SULPHITES'], minPerOrder: 2, maxPerOrder: 24, nutrition },
  };
  const created = await s.client.query(
    `mutation ($input: ProductCreateInput!) {
       productCreate(input: $input) { product { id ${DETAILS} } userErrors { __typename ... on UserError { message } } } }`,
    { input },
    boss,
  );
  expect(created.data?.productCreate.userErrors).toEqual([]);
  const { id, ...details } = created.data?.productCreate.product ?? {};
  const expected = {
    // 1.04 without the deposit.
    perUnit: { price: euros(315), unit: 'LITER' },
    compareAtPrice: { amount: 149 },
    lowestPriceBefore: null,
    deposit: euros(25),
    ...{ ingredients: 'Water, sugar', origin: 'DE', storage: 'CHILLED', allergens: ['SULPHITES'] },
    ...{ minPerOrder: 2, maxPerOrder: 24 },
    nutrition: { ...nutrition, energyKilocalories: 43 },
  };
  expect(details).toEqual(expected);
  expect(await detailsOf(id)).toEqual(expected);
  expect((await capture.waitFor('product.created', { subject: id })).data).toMatchObject({
    product: {
      ...{
        compareAtPrice: euros(149),
        deposit: euros(25),
        ingredients: 'Water, sugar',
        nutrition,
        origin: 'DE',
      },
      ...{ storage: 'CHILLED', allergens: ['SULPHITES'], minPerOrder: 2, maxPerOrder: 24 },
    },
  });

  const update = (change: object, expectedVersion: number) =>
    s.client.query(
      `mutation ($id: ID!, $input: ProductUpdateInput!) {
         productUpdate(productId: $id, input: $input) { product { version } userErrors { __typename } } }`,
      { id, input: { expectedVersion, ...change } },
      boss,
    );
  const removed = {
    ...{
      compareAtPrice: null,
      deposit: null,
      ingredients: null,
      nutrition: null,
      origin: null,
      maxPerOrder: null,
    },
    ...{ allergens: [], storage: 'AMBIENT', minPerOrder: 1 },
  };
  expect((await update(removed, 1)).data?.productUpdate).toEqual({ product: { version: 2 }, userErrors: [] });
  expect(await detailsOf(id)).toEqual({
    ...removed,
    lowestPriceBefore: null,
    perUnit: { price: euros(391), unit: 'LITER' },
  });
  expect((await capture.waitFor('product.updated', { subject: id })).data).toMatchObject({
    product: removed,
  });
  expect((await update({ origin: 'FR' }, 1)).data?.productUpdate.userErrors).toEqual([
    { __typename: 'VersionConflictError' },
  ]);
  // A regular price that is not higher says nothing.
  expect((await update({ compareAtPrice: euros(129) }, 2)).data?.productUpdate.userErrors).toEqual([]);
  expect((await detailsOf(id)).compareAtPrice).toBeNull();
  await capture.stop();
});

test('the lowest price before the present one is that of the 30 days before it began', async () => {
  const id = uuidv7();
  const water = {
    ...{
      id,
      sku: 'WATER-1',
      slug: 'water',
      name: 'Water',
      description: null,
      brand: null,
      size: 1,
      price: 100,
    },
    ...{
      unit: 'LITER' as const,
      currency: 'EUR',
      taxRate: 1900,
      imageUrls: [],
      attributes: [],
      categoryId,
      tags: [],
    },
  };
  await insertProducts(s.db, [water]);
  const start = Date.parse('2031-01-01T00:00:00Z');
  let version = 1;
  const priceOn = async (day: number, amount: number) => {
    const deps = { ...s.deps, now: () => new Date(start + day * 86_400_000) };
    const command = { actorId: boss.userId, productId: id, expectedVersion: version };
    const result = await updateProduct(deps, { ...command, change: { price: euros(amount) } });
    expect(result.kind).toBe('done');
    version += 1;
    return (await detailsOf(id)).lowestPriceBefore?.amount;
  };
  // The price of 1.00 was there until the day itself.
  expect(await priceOn(0, 80)).toBe(100);
  expect(await priceOn(1, 110)).toBe(80);
  // 0.80 ended on the day 1, which is 30 days before; only what lasted beyond it counts.
  expect(await priceOn(31, 90)).toBe(110);
  expect(await priceOn(40, 95)).toBe(90);
  // The same price again is no new one.
  expect(await priceOn(50, 95)).toBe(90);
  // Older prices are forgotten.
  const kept = await s.db.priceHistory.findMany({ where: { productId: id }, orderBy: { since: 'asc' } });
  expect(kept.map(({ price }) => Number(price))).toEqual([110, 90, 95]);
});

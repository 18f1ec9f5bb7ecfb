import { admin, anonymous, captureEvents, customer, type EventCapture, operator } from '@nakku/testkit';
import { catalogueEditor } from './catalogueEditor.ts';
import { type ProductsHarness, startProductsHarness } from './harness.ts';

let s: ProductsHarness;
let capture: EventCapture;
const boss = admin();

beforeAll(async () => {
  s = await startProductsHarness();
  // The topic is there once something was published.
  await create('First');
  capture = await captureEvents(s.world.topicPrefix, ['products']);
}, 60_000);
afterAll(async () => {
  await capture.stop();
  await s.close();
}, 60_000);

const { change, create, addProduct } = catalogueEditor(() => s, boss);
const find = async (search: string): Promise<string[]> => {
  const { data } = await s.client.query(
    'query ($search: String) { products(search: $search, first: 50) { edges { node { sku } } } }',
    { search },
    anonymous(),
  );
  return data?.products.edges.map((edge: { node: { sku: string } }) => edge.node.sku);
};

test('every name gets a slug, and the same name fits below two parents', async () => {
  const [milk, juice] = [await create('Milk'), await create('Juice')];
  expect((await create('Organic', milk.id)).slug).toBe('organic');
  expect((await create('Organic', juice.id)).slug).toBe('juice-organic');
  expect((await create('Organic', juice.id)).slug).toMatch(/^organic-[0-9a-f]{12}$/);
  for (const name of ['牛乳', '🥛', '%']) {
    expect((await create(name, milk.id)).slug).toMatch(/^category-[0-9a-f]{12}$/);
  }
  expect((await addProduct('B6-1', '北海道牛乳', milk.id)).slug).toBe('b6-1');
  expect((await addProduct('B6.1', '🥛', milk.id)).slug).toMatch(/^product-[0-9a-f]{12}$/);
});

test('a renamed category finds its products by the new name and tells who knows its path', async () => {
  const top = await create('Fizzy');
  const below = await create('Cola', top.id);
  await addProduct('RN-1', 'Brause', below.id);
  expect(await find('fizzy')).toEqual(['RN-1']);
  const renamed = await change(
    'categoryUpdate(categoryId: $id, input: { expectedVersion: 1, name: "Sprudel", slug: "sprudel" })',
    'category { slug name version }',
    { id: top.id },
  );
  expect(renamed).toEqual({ category: { slug: 'sprudel', name: 'Sprudel', version: 2 }, userErrors: [] });
  expect(await find('sprudel')).toEqual(['RN-1']);
  expect(await find('fizzy')).toEqual([]);
  const published = await capture.waitFor('category.updated', { subject: below.id });
  expect(published).toMatchObject({
    sequence: 2,
    data: { category: { path: ['sprudel', 'cola'], status: 'ACTIVE' } },
  });
});

test('a moved category takes along what is below it', async () => {
  const [from, to] = [await create('From'), await create('To')];
  const moved = await create('Moved', from.id);
  const leaf = await create('Leaf', moved.id);
  await addProduct('MV-1', 'Traveller', leaf.id);
  const result = await change(
    'categoryMove(categoryId: $id, input: { expectedVersion: 1, parentId: $parentId })',
    'category { parent { slug } depth version children { slug breadcrumbs { slug } version } }',
    { id: moved.id, parentId: to.id },
  );
  expect(result).toEqual({
    category: {
      parent: { slug: 'to' },
      depth: 1,
      version: 2,
      children: [
        { slug: 'leaf', breadcrumbs: [{ slug: 'to' }, { slug: 'moved' }, { slug: 'leaf' }], version: 2 },
      ],
    },
    userErrors: [],
  });
  const skusOf = async (slug: string) =>
    (
      await s.client.query(
        'query ($slug: String) { category(by: { slug: $slug }) { products(first: 9) { edges { node { sku } } } } }',
        { slug },
        anonymous(),
      )
    ).data?.category.products.edges;
  expect(await skusOf('to')).toEqual([{ node: { sku: 'MV-1' } }]);
  expect(await skusOf('from')).toEqual([]);
  const published = await capture.waitFor('category.updated', { subject: leaf.id });
  expect(published.data).toMatchObject({ category: { path: ['to', 'moved', 'leaf'], parentId: moved.id } });
});

test('two moves at once never make a cycle', async () => {
  const [one, other] = [await create('One'), await create('Other')];
  const move = (id: string, parentId: string) =>
    change(
      'categoryMove(categoryId: $id, input: { expectedVersion: 1, parentId: $parentId })',
      '__typename',
      {
        id,
        parentId,
      },
    );
  const results = await Promise.all([move(one.id, other.id), move(other.id, one.id)]);
  const refused = results.flatMap(({ userErrors }) => userErrors);
  expect(refused).toHaveLength(1);
});

test('an archived category is no longer listed, and takes no products', async () => {
  const top = await create('Season');
  const product = await addProduct('AR-1', 'Chocolate Santa', top.id);
  const archive = () =>
    change(
      'categoryArchive(categoryId: $id)',
      'category { status version } userErrors { ... on CategoryNotEmptyError { productCount categoryCount } }',
      { id: top.id },
    );
  expect((await archive()).userErrors).toMatchObject([{ productCount: 1, categoryCount: 0 }]);
  await change('productArchive(productId: $id)', '__typename', { id: product.id });
  for (let twice = 0; twice < 2; twice += 1) {
    expect(await archive()).toEqual({ category: { status: 'ARCHIVED', version: 2 }, userErrors: [] });
  }
  const published = await capture.waitFor('category.deleted', { subject: top.id });
  expect(published.data).toMatchObject({ category: { status: 'ARCHIVED' } });
  const { data } = await s.client.query('{ categories { slug } }', {}, anonymous());
  expect(data?.categories.map((one: { slug: string }) => one.slug)).not.toContain('season');
  const restored = await change('productRestore(productId: $id)', 'product { status }', { id: product.id });
  expect(restored.userErrors).toMatchObject([{ code: 'CATEGORY_ARCHIVED' }]);
});

test('a restored category is back where it was, and takes products again', async () => {
  const top = await create('Returning');
  const below = await create('Below', top.id);
  const archive = (id: string) => change('categoryArchive(categoryId: $id)', '__typename', { id });
  const restore = (id: string) =>
    change('categoryRestore(categoryId: $id)', 'category { status version depth }', { id });
  await archive(below.id);
  await archive(top.id);
  // Its parent is not in the shop.
  expect(await restore(below.id)).toEqual({
    category: null,
    userErrors: [{ __typename: 'InvalidInputError', code: 'CATEGORY_ARCHIVED', path: ['categoryId'] }],
  });
  for (let twice = 0; twice < 2; twice += 1) {
    expect(await restore(top.id)).toEqual({
      category: { status: 'ACTIVE', version: 3, depth: 0 },
      userErrors: [],
    });
  }
  expect((await restore(below.id.toUpperCase())).category).toEqual({
    status: 'ACTIVE',
    version: 3,
    depth: 1,
  });
  const published = await capture.waitFor('category.updated', { subject: below.id });
  expect(published).toMatchObject({
    sequence: 3,
    data: { category: { status: 'ACTIVE', path: ['returning', 'below'] } },
  });
  expect((await addProduct('CB-1', 'Welcome back', below.id)).version).toBe(1);
  const { data } = await s.client.query(
    `{ catalogAuditEntries(filter: { subjectId: "${top.id}" }, first: 1) { edges { node { action changes { field before after } } } } }`,
    {},
    boss,
  );
  expect(data?.catalogAuditEntries.edges[0].node).toEqual({
    action: 'CATEGORY_RESTORED',
    changes: [{ field: 'status', before: '"ARCHIVED"', after: '"ACTIVE"' }],
  });
});

test('a restored product is sold again, and its events carry everything it has', async () => {
  const top = await create('Restored');
  const product = await addProduct('RS-1', 'Comeback', top.id);
  await change('productArchive(productId: $id)', '__typename', { id: product.id });
  expect(await find('comeback')).toEqual([]);
  for (let twice = 0; twice < 2; twice += 1) {
    const restored = await change('productRestore(productId: $id)', 'product { status version }', {
      id: product.id,
    });
    expect(restored).toEqual({ product: { status: 'ACTIVE', version: 3 }, userErrors: [] });
  }
  expect(await find('comeback')).toEqual(['RS-1']);
  const published = await capture.waitFor('product.updated', { subject: product.id });
  expect(published.data).toMatchObject({
    product: {
      status: 'ACTIVE',
      description: 'Fine',
      size: 1,
      unit: 'PIECE',
      tags: ['new'],
      attributes: [{ name: 'fat', value: '3 %' }],
      imageUrls: ['https://images.nakku.example/1.jpg'],
    },
  });
});

test('every field of a product can change', async () => {
  const top = await create('Sizes');
  const product = await addProduct('SZ-1', 'Flour', top.id);
  const changed = await change(
    'productUpdate(productId: $id, input: { expectedVersion: 1, size: 0.5, unit: KILOGRAM, slug: "flour-half" })',
    'product { slug size unit packaging version }',
    { id: product.id },
  );
  expect(changed).toEqual({
    product: { slug: 'flour-half', size: 0.5, unit: 'KILOGRAM', packaging: '0.5 kg', version: 2 },
    userErrors: [],
  });
});

describe('the audit log', () => {
  const list = (args: string, caller: ReturnType<typeof admin> | ReturnType<typeof anonymous> = boss) =>
    s.client.query(
      `{ catalogAuditEntries(${args}) { edges { cursor node { action actor { id } product { sku } category { slug }
         changes { field before after } } } pageInfo { hasNextPage } } }`,
      {},
      caller,
    );

  test('has a row for each act, with what it changed', async () => {
    const top = await create('Audited');
    const product = await addProduct('AU-1', 'Audit me', top.id);
    await change(
      'productUpdate(productId: $id, input: { expectedVersion: 1, taxRate: 1900 })',
      '__typename',
      {
        id: product.id,
      },
    );
    await change('productArchive(productId: $id)', '__typename', { id: product.id });
    const { data } = await list(`filter: { subjectId: "${product.id.toUpperCase()}" }, first: 2`);
    expect(data?.catalogAuditEntries).toMatchObject({
      edges: [
        {
          node: {
            action: 'PRODUCT_ARCHIVED',
            actor: { id: boss.userId },
            product: { sku: 'AU-1' },
            category: null,
            changes: [{ field: 'status', before: '"ACTIVE"', after: '"ARCHIVED"' }],
          },
        },
        {
          node: {
            action: 'PRODUCT_UPDATED',
            changes: [{ field: 'taxRate', before: '700', after: '1900' }],
          },
        },
      ],
      pageInfo: { hasNextPage: true },
    });
    const created = await list('filter: { action: CATEGORY_CREATED }, first: 1');
    expect(created.data?.catalogAuditEntries.edges[0].node).toMatchObject({ category: { slug: 'audited' } });
    expect((await list('filter: { subjectId: "x" }, first: 1')).data?.catalogAuditEntries.edges).toEqual([]);
  });

  test('is for administrators of the catalogue', async () => {
    const code = async (caller: ReturnType<typeof customer> | ReturnType<typeof anonymous>) =>
      (await list('first: 1', caller)).errors?.[0]?.extensions?.code;
    expect(await code(anonymous())).toBe('UNAUTHENTICATED');
    expect(await code(customer())).toBe('FORBIDDEN');
    expect(await code(operator(['x']))).toBe('FORBIDDEN');
  });
});

import { demoId } from '@nakku/demo';
import { admin, customer } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { seedCatalogue } from '../src/commands/seedCatalogue.ts';
import { codeOf, names, rows, seededCatalogue } from './seededCatalogue.ts';

const catalogue = seededCatalogue();
const { execute, products } = catalogue;

test('the seed can run again, and its events carry the full state', async () => {
  expect(await seedCatalogue(catalogue.harness())).toEqual({ categories: 0, products: 0 });
  const [milk] = rows;
  const created = await catalogue.capture().waitFor('product.created', { subject: milk?.productId ?? '' });
  expect(created).toMatchObject({
    sequence: 1,
    data: {
      product: {
        sku: 'NK-10001',
        slug: 'fresh-whole-milk-3-5',
        packaging: '1 l',
        price: { amount: 139, currency: 'EUR' },
        categoryId: demoId('category', 'whole-milk'),
        status: 'ACTIVE',
      },
    },
  });
  const category = await catalogue
    .capture()
    .waitFor('category.created', { subject: demoId('category', 'rolls-buns') });
  expect(category.data).toMatchObject({
    category: { path: ['bakery', 'rolls-buns'], parentId: demoId('category', 'bakery') },
  });
});

describe('one product', () => {
  test('by id, slug or sku, with its shelf and the way to it', async () => {
    const id = demoId('product', 'NK-10001');
    const fields = `id name packaging size unit taxRate imageUrls tags status version attributes { name } price { amount currency }
      category { slug depth parent { slug } breadcrumbs { name } }`;
    const { data } = await execute(
      `query ($id: ID!) {
         byId: product(by: { id: $id }) { ${fields} }
         bySlug: product(by: { slug: "fresh-whole-milk-3-5" }) { id }
         bySku: product(by: { sku: "NK-10001" }) { id }
         none: product(by: { id: "x" }) { id }
       }`,
      { id },
    );
    expect(data).toEqual({
      byId: {
        id,
        name: 'Fresh Whole Milk 3.5 %',
        packaging: '1 l',
        size: 1,
        unit: 'LITER',
        taxRate: 700,
        imageUrls: ['https://images.nakku.example/NK-10001.jpg'],
        tags: ['chilled', 'vegetarian'],
        status: 'ACTIVE',
        version: 1,
        attributes: [],
        price: { amount: 139, currency: 'EUR' },
        category: {
          slug: 'whole-milk',
          depth: 1,
          parent: { slug: 'dairy-eggs' },
          breadcrumbs: [{ name: 'Dairy & eggs' }, { name: 'Whole milk' }],
        },
      },
      bySlug: { id },
      bySku: { id },
      none: null,
    });
  });

  test.each([[{}], [{ slug: 'a', sku: 'b' }], [{ slug: null }], [{ slug: 'a', sku: null }]])(
    'by %j is refused: exactly one field',
    async (by) => {
      const product = await execute('query ($by: ProductBy!) { product(by: $by) { id } }', { by });
      expect(codeOf(product)).toBe('BAD_USER_INPUT');
      expect(product.data?.product ?? null).toBeNull();
    },
  );

  test('as an entity, by each of its keys', async () => {
    const id = demoId('product', 'NK-10002');
    const representations = [
      { id },
      { slug: 'organic-whole-milk-3-8' },
      { sku: 'NK-10002' },
      { sku: 'NONE' },
    ].map((key) => ({ __typename: 'Product', ...key }));
    const { data } = await execute(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { id } } }',
      { r: representations },
    );
    expect(data?._entities).toEqual([{ id }, { id }, { id }, null]);
  });

  test('as an entity, the same for everybody for five seconds', async () => {
    const representation = { __typename: 'Product', id: demoId('product', 'NK-10002') };
    const entity = (selection: string) =>
      execute(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { ${selection} } } }`, {
        r: [representation],
      });
    const all = await entity(
      'name price { amount currency } attributes { name value } category { name parent { name } }',
    );
    expect(all.cacheControl).toBe('max-age=5, public');
    const { cacheControl } = await entity('category { products(first: 1) { edges { cursor } } }');
    expect(cacheControl).toBe('no-store');
  });
});

describe('changes by an admin', () => {
  const create = (input: object) =>
    execute(
      `mutation ($input: ProductCreateInput!) { productCreate(input: $input) { product { id slug version status } userErrors { __typename } } }`,
      {
        input: {
          name: 'Test Yoghurt',
          size: 2,
          unit: 'PIECE',
          price: { amount: 99, currency: 'EUR' },
          taxRate: 700,
          categoryId: demoId('category', 'yogurt'),
          ...input,
        },
      },
      admin(),
    );

  test('a product is made, changed, archived; each change has its event', async () => {
    const made = await create({
      sku: 'T-1',
      description: 'Tasty',
      brand: 'Testhof',
      tags: ['new', 'new'],
      ageLimit: 16,
    });
    const product = made.data?.productCreate.product;
    expect(product).toMatchObject({ slug: 'test-yoghurt', version: 1, status: 'ACTIVE' });
    const twin = await create({ sku: 'T.2' });
    expect(twin.data?.productCreate.product.slug).toBe('test-yoghurt-t-2');

    const update = (input: object) =>
      execute(
        `mutation ($id: ID!, $input: ProductUpdateInput!) {
           productUpdate(productId: $id, input: $input) {
             product { version brand description ageLimit price { amount } } userErrors { __typename ... on VersionConflictError { currentVersion } }
           }
         }`,
        { id: product.id, input },
        admin(),
      );
    const changed = await update({
      expectedVersion: 1,
      brand: null,
      ageLimit: 18,
      price: { amount: 109, currency: 'EUR' },
    });
    expect(changed.data?.productUpdate).toEqual({
      product: { version: 2, brand: null, description: 'Tasty', ageLimit: 18, price: { amount: 109 } },
      userErrors: [],
    });
    expect((await update({ expectedVersion: 1, name: 'Late' })).data?.productUpdate).toEqual({
      product: null,
      userErrors: [{ __typename: 'VersionConflictError', currentVersion: 2 }],
    });
    expect(names(await products('search: "testhof", first: 5'))).toEqual([]);

    for (let twice = 0; twice < 2; twice += 1) {
      const { data } = await execute(
        'mutation ($id: ID!) { productArchive(productId: $id) { product { status version } userErrors { __typename } } }',
        { id: product.id },
        admin(),
      );
      expect(data?.productArchive).toEqual({ product: { status: 'ARCHIVED', version: 3 }, userErrors: [] });
    }
    await catalogue.capture().waitFor('product.deleted', { subject: product.id });
    const published = catalogue.capture().events.filter((event) => event.subject === product.id);
    expect(published.map((event) => [event.type, event.sequence])).toEqual([
      ['product.created', 1],
      ['product.updated', 2],
      ['product.deleted', 3],
    ]);
    expect(published.at(-1)?.data).toMatchObject({
      product: { status: 'ARCHIVED', ageLimit: 18, price: { amount: 109 } },
    });

    // Gone from lists, still there for those who refer to it.
    expect(names(await products('search: "test yoghurt", first: 5'))).toEqual(['Test Yoghurt']);
    const { data } = await execute('query ($id: ID!) { product(by: { id: $id }) { status } }', {
      id: product.id,
    });
    expect(data?.product).toEqual({ status: 'ARCHIVED' });
    const archived = '{ products(filter: { status: ARCHIVED }, first: 5) { edges { node { sku } } } }';
    expect((await execute(archived, {}, admin())).data?.products.edges).toEqual([{ node: { sku: 'T-1' } }]);
    expect(codeOf(await execute(archived, {}, customer()))).toBe('FORBIDDEN');
    expect(codeOf(await execute(archived))).toBe('UNAUTHENTICATED');
  });

  test('one slug for two at once goes to one; so does one version', async () => {
    const responses = await Promise.all(['R-1', 'R-2', 'R-3'].map((sku) => create({ sku, slug: 'race' })));
    const outcomes = responses.map(
      (response) => response.data?.productCreate.userErrors[0]?.__typename ?? 'made',
    );
    expect(outcomes.sort()).toEqual(['DuplicateError', 'DuplicateError', 'made']);
    const id = responses.map((response) => response.data?.productCreate.product?.id).find(Boolean);
    const updates = await Promise.all(
      [1, 2, 3, 4].map((n) =>
        execute(
          `mutation ($id: ID!, $input: ProductUpdateInput!) { productUpdate(productId: $id, input: $input) { userErrors { __typename } } }`,
          { id, input: { expectedVersion: 1, name: `Race ${n}` } },
          admin(),
        ),
      ),
    );
    const results = updates.map(
      (response) => response.data?.productUpdate.userErrors[0]?.__typename ?? 'changed',
    );
    expect(results.sort()).toEqual([
      'VersionConflictError',
      'VersionConflictError',
      'VersionConflictError',
      'changed',
    ]);
  });

  test('a category is made, with its way in the event', async () => {
    const parentId = demoId('category', 'bakery');
    const { data } = await execute(
      `mutation ($input: CategoryCreateInput!) { categoryCreate(input: $input) { category { id slug depth breadcrumbs { slug } } userErrors { __typename } } }`,
      { input: { name: 'Süße Törtchen', parentId } },
      admin(),
    );
    const { category } = data?.categoryCreate ?? {};
    expect(category).toMatchObject({
      slug: 'suesse-toertchen',
      depth: 1,
      breadcrumbs: [{ slug: 'bakery' }, { slug: 'suesse-toertchen' }],
    });
    const published = await catalogue.capture().waitFor('category.created', { subject: category.id });
    expect(published.data).toMatchObject({ category: { path: ['bakery', 'suesse-toertchen'], parentId } });
  });

  test('a shelf holds 200 others, also when many are added at once', async () => {
    const top = await execute(
      'mutation { categoryCreate(input: { name: "Full" }) { category { id } userErrors { __typename } } }',
      {},
      admin(),
    );
    const parentId = top.data?.categoryCreate.category.id;
    await catalogue.harness().db.category.createMany({
      data: Array.from({ length: 197 }, (_, n) => {
        const id = uuidv7();
        return { id, slug: `full-${n}`, name: `F ${n}`, parentId, ancestorIds: [parentId, id] };
      }),
    });
    const responses = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        execute(
          'mutation ($input: CategoryCreateInput!) { categoryCreate(input: $input) { userErrors { __typename } } }',
          { input: { name: `More ${n}`, parentId } },
          admin(),
        ),
      ),
    );
    const made = responses.filter((response) => response.data?.categoryCreate.userErrors.length === 0);
    expect(made).toHaveLength(3);
    expect(await catalogue.harness().db.category.count({ where: { parentId } })).toBe(200);
  });
});

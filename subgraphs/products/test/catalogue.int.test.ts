import { demoId } from '@nakku/demo';
import { seedCatalogue } from '../src/commands/seedCatalogue.ts';
import { codeOf, rows, seededCatalogue } from './seededCatalogue.ts';

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

describe('the tree', () => {
  test('has its departments by name, and their shelves', async () => {
    const { data } = await execute('{ categories { name depth parent { id } children { name } } }');
    expect(data?.categories).toHaveLength(12);
    expect(data?.categories[0]).toMatchObject({ name: 'Bakery', depth: 0, parent: null });
    expect(data?.categories[0].children.map((child: { name: string }) => child.name)).toEqual([
      'Brown bread',
      'Cake bar',
      'Dessert',
      'Long life bakery product',
      'Pastry',
      'Roll products',
      'Rolls/buns',
      'Semi-finished bread',
      'Waffles',
      'White bread',
      'Zwieback',
    ]);
  });

  test('a department has the products of all its shelves', async () => {
    const { data } = await execute(
      '{ category(by: { slug: "bakery" }) { products(first: 100) { edges { node { category { parent { slug } } } } } } }',
    );
    const count = rows.filter((row) => row.category.startsWith('Bakery > ')).length;
    expect(data?.category.products.edges).toHaveLength(count);
  });

  test('one category is named by exactly one field, literally or in a variable', async () => {
    const both = 'query ($by: CategoryBy!) { category(by: $by) { id } }';
    expect(codeOf(await execute(both, { by: { slug: 'bakery', id: 'x' } }))).toBe('BAD_USER_INPUT');
    // GraphQL's own validation knows the directive where the fields are written out.
    expect(codeOf(await execute('{ category(by: { slug: "bakery", id: "x" }) { id } }'))).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
    const none =
      'query ($category: CategoryBy) { products(category: $category, first: 1) { edges { cursor } } }';
    expect(codeOf(await execute(none, { category: {} }))).toBe('BAD_USER_INPUT');
  });
});

import { demoId, readCatalogue } from '@nakku/demo';
import { admin, anonymous, captureEvents, customer, type EventCapture } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { createProduct } from '../src/app/createProduct.ts';
import { seedCatalogue } from '../src/commands/seedCatalogue.ts';
import { type ProductsHarness, startProductsHarness } from './harness.ts';

let s: ProductsHarness;
let capture: EventCapture;
const rows = readCatalogue();

beforeAll(async () => {
  s = await startProductsHarness();
  const started = performance.now();
  expect(await seedCatalogue(s)).toEqual({ categories: 181, products: rows.length });
  expect(performance.now() - started).toBeLessThan(10_000);
  capture = await captureEvents(s.world.topicPrefix, ['products']);
}, 60_000);
afterAll(async () => {
  await capture.stop();
  await s.close();
}, 60_000);

const execute = (document: string, variables: Record<string, unknown> = {}, caller = anonymous() as Caller) =>
  s.client.query(document, variables, caller);
type Caller = ReturnType<typeof anonymous> | ReturnType<typeof customer>;

const page = `edges { cursor node { id sku name price { amount } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
const products = async (args: string, variables: Record<string, unknown> = {}, declare = '') => {
  const response = await execute(`query ${declare} { products(${args}) { ${page} } }`, variables);
  expect(response.errors).toBeUndefined();
  return response.data?.products;
};
const names = (list: { edges: { node: { name: string } }[] }) => list.edges.map((edge) => edge.node.name);
const codeOf = (response: { errors: readonly { extensions?: { code?: unknown } }[] | undefined }) =>
  response.errors?.[0]?.extensions?.code;

test('the seed can run again, and its events carry the full state', async () => {
  expect(await seedCatalogue(s)).toEqual({ categories: 0, products: 0 });
  const [milk] = rows;
  const created = await capture.waitFor('product.created', { subject: milk?.productId ?? '' });
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
  const category = await capture.waitFor('category.created', { subject: demoId('category', 'rolls-buns') });
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

describe('search', () => {
  test.each([
    ['milk', 'Buttermilk Lemon', true],
    ['whole milk', 'Fresh Whole Milk 3.5 %', true],
    ['tomatoes', 'Vine Tomatoes', true],
    ['tomato', 'Vine Tomatoes', true],
    ['chocola', 'Milk Chocolate', true],
    ['almwiese', 'German Butter', true],
    ['bakery', 'Baguette', true],
    ['organic lentils', 'Organic Red Lentils', true],
    ['SPAGHETTI', 'Spaghetti', true],
    ['!!! & | (', 'Spaghetti', false],
    ['qwertz', 'Spaghetti', false],
    // The last word is still being typed; the earlier ones count by their stem.
    ['tomatoes sau', 'Herring in Tomato Sauce', true],
    ['herrings in tom', 'Herring in Tomato Sauce', true],
    ['the spagh', 'Spaghetti', true],
    ['tomatoes spagh', 'Herring in Tomato Sauce', false],
  ])('%s → %s: %s', async (search, name, found) => {
    const list = await products('search: $search, first: 100', { search }, '($search: String)');
    expect(names(list).includes(name)).toBe(found);
  });

  test.each([
    // Accents, umlauts, ß, capitals of them and letters in two pieces.
    ['Crème Fraîche', 'creme fraiche'],
    ['Creme fraiche', 'CRÈME FRAÎCHE'],
    ['Crème Fraîche', 'Cre\u0300me Frai\u0302che'],
    ['Käsespätzle', 'kasespatzle'],
    ['Käsespätzle', 'kaesespaetzle'],
    ['Käsespätzle', 'KÄSESPÄTZLE'],
    ['Grießbrei', 'griessbrei'],
    ['Griessbrei', 'GRIEẞBREI'],
    ['Smørrebrød', 'smorrebrod'],
    // Parts around slash, dot and hyphen.
    ['Rolls/buns', 'buns'],
    ['Rolls/buns', 'buns/rolls'],
    ['UHT-milk', 'milk uht'],
    ['Choco.Crispies', 'crispies'],
    ['Semi-finished bread', 'finished'],
    ['Fat 3.5 %', '3,5'],
    // No spaces between words.
    ['北海道牛乳', '牛乳'],
    ['北海道牛乳', '北海道'],
  ])('finds %s by %s', async (name, search) => {
    const product = await createProduct(s.deps, {
      actorId: admin().userId,
      slug: null,
      fields: {
        sku: `F-${uuidv7()}`,
        name,
        description: null,
        brand: null,
        size: 1,
        unit: 'PIECE',
        price: 100,
        currency: 'EUR',
        taxRate: 700,
        imageUrls: [],
        attributes: [],
        categoryId: demoId('category', 'yogurt'),
        tags: [],
      },
    });
    if (product.kind !== 'done') throw new Error(product.kind);
    const list = await products('search: $search, first: 100', { search }, '($search: String)');
    await s.db.product.delete({ where: { id: product.product.id } });
    expect(names(list)).toContain(name.normalize('NFC'));
  });

  test.each([
    ['%'],
    ['_'],
    ["'"],
    ['"\\'],
    ["milk' & !("],
    ["':* | milk:*"],
    ['🥛🧀'],
    ['حليب طازج'],
    ['milk\u202ekohc'],
    ['a '.repeat(100)],
    // 10 KB of one word, of many words, of marks and of operators.
    ['x'.repeat(10_240)],
    ['milk '.repeat(2_048)],
    [`milk${'\u0301'.repeat(10_236)}`],
    ['(((&|!<->:*'.repeat(930)],
    [`${'m'.repeat(199)}🥛`],
    ["'milk':* | 'x'"],
    ['\\\\'],
    ['milk <-> butter'],
    ['milk\n\t'],
    ['<b>milk</b>'],
    ['http://x.example/milk?q=1#a'],
    ['1e5 -3 .5'],
  ])('responds to %j without an error', async (search) => {
    const list = await products('search: $search, first: 5', { search }, '($search: String)');
    expect(list.edges.length).toBeLessThanOrEqual(5);
  });

  test.each([['milk\u0000'], ['milk\ud800']])('refuses %j, which is not text', async (search) => {
    const response = await execute(
      'query ($search: String) { products(search: $search, first: 5) { edges { cursor } } }',
      { search },
    );
    expect(codeOf(response)).toBe('BAD_USER_INPUT');
  });

  test('puts names before brands before categories before descriptions', async () => {
    const found = names(await products('search: "butter", first: 100'));
    expect(found.length).toBeGreaterThan(3);
    const [inName, elsewhere] = [found.indexOf('German Butter'), found.indexOf('Clarified Butter')];
    expect(inName).toBeGreaterThanOrEqual(0);
    expect(elsewhere).toBeGreaterThanOrEqual(0);
    const chocolate = names(await products('search: "chocolate", first: 100'));
    expect(chocolate.indexOf('Milk Chocolate')).toBeLessThan(chocolate.indexOf('Chocolate Bunny'));
  });
});

describe('lists', () => {
  const all = async (args: string, forward: boolean, size: number) => {
    const found: { name: string; price: { amount: number } }[] = [];
    let cursor: string | null = null;
    for (let more = true; more;) {
      const at: string = cursor === null ? '' : `, ${forward ? 'after' : 'before'}: "${cursor}"`;
      const list = await products(`${args} ${forward ? 'first' : 'last'}: ${size}${at}`);
      const nodes = list.edges.map((edge: { node: (typeof found)[number] }) => edge.node);
      if (forward) found.push(...nodes);
      else found.unshift(...nodes);
      more = forward ? list.pageInfo.hasNextPage : list.pageInfo.hasPreviousPage;
      cursor = forward ? list.pageInfo.endCursor : list.pageInfo.startCursor;
    }
    return found;
  };

  test.each(['NAME', 'PRICE_ASC', 'PRICE_DESC', 'NEWEST'])(
    'by %s are whole in both directions',
    async (sort) => {
      const forward = await all(`sort: ${sort},`, true, 100);
      expect(forward).toHaveLength(rows.length);
      expect(new Set(forward.map((product) => JSON.stringify(product))).size).toBe(rows.length);
      expect(await all(`sort: ${sort},`, false, 90)).toEqual(forward);
      const prices = forward.map((product) => product.price.amount);
      if (sort === 'PRICE_ASC') expect(prices).toEqual([...prices].sort((a, b) => a - b));
      if (sort === 'PRICE_DESC') expect(prices).toEqual([...prices].sort((a, b) => b - a));
    },
  );

  test('of a search are whole in both directions', async () => {
    const forward = await all('search: "organic",', true, 4);
    expect(forward.length).toBeGreaterThan(10);
    expect(await all('search: "organic",', false, 3)).toEqual(forward);
    expect(await all('search: "organic",', true, 100)).toEqual(forward);
  });

  test('filter by category, price, brand and tags', async () => {
    const list = await products(
      'category: { slug: "dairy-eggs" }, filter: { priceFrom: 100, priceTo: 200, brands: ["Almwiese", "Grünhof Bio"], tags: ["organic", "chilled"] }, first: 100',
    );
    expect(names(list)).toEqual(['Organic Whole Milk 3.8 %']);
    expect(names(await products('category: { id: "x" }, first: 5'))).toEqual([]);
  });

  test.each([
    ['first: 0'],
    ['first: 101'],
    ['first: 1, last: 1'],
    ['sort: NAME'],
    ['first: 1, after: "x"'],
    ['filter: { priceFrom: -1 }, first: 1'],
    [`filter: { brands: [${'"x",'.repeat(21)}] }, first: 1`],
  ])('with %s are refused', async (args) => {
    expect(codeOf(await execute(`{ products(${args}) { edges { cursor } } }`))).toBe('BAD_USER_INPUT');
  });

  test.each([
    [['RELEVANCE', 1e300, 'x', 'x']],
    [['NAME', 'x\0', '01900000-0000-7000-8000-000000000001']],
    [['NAME', '\ud800', '01900000-0000-7000-8000-000000000001']],
    [['PRICE_ASC', 1e300, '01900000-0000-7000-8000-000000000001']],
    [['PRICE_ASC', 1.5, '01900000-0000-7000-8000-000000000001']],
    [['NEWEST', 1e18, '01900000-0000-7000-8000-000000000001']],
    [['NEWEST', 1, "'; DROP TABLE products"]],
    [[]],
    [null],
  ])('a forged cursor %j is refused', async (key) => {
    const { pageInfo } = await products('sort: NAME, first: 1');
    const [list] = JSON.parse(Buffer.from(pageInfo.endCursor, 'base64url').toString());
    for (const forged of [key, [list, key]]) {
      const cursor = Buffer.from(JSON.stringify(forged)).toString('base64url');
      for (const sort of ['RELEVANCE', 'NAME', 'PRICE_ASC', 'NEWEST']) {
        const response = await execute(
          `{ products(sort: ${sort}, first: 1, after: "${cursor}") { edges { cursor } } }`,
        );
        expect(codeOf(response)).toBe('BAD_USER_INPUT');
      }
    }
  });

  test('a cursor of another search, category or filter is refused', async () => {
    const { pageInfo } = await products('sort: NAME, first: 1');
    for (const other of [
      'search: "milk"',
      'category: { slug: "bakery" }',
      'filter: { priceTo: 100 }',
      'filter: { tags: ["organic"] }',
    ]) {
      const response = await execute(
        `{ products(sort: NAME, ${other}, first: 1, after: "${pageInfo.endCursor}") { edges { cursor } } }`,
      );
      expect(codeOf(response)).toBe('BAD_USER_INPUT');
    }
  });

  test('a cursor of another order is refused', async () => {
    const { pageInfo } = await products('sort: NAME, first: 1');
    expect(
      codeOf(
        await execute(
          `{ products(sort: NEWEST, first: 1, after: "${pageInfo.endCursor}") { edges { cursor } } }`,
        ),
      ),
    ).toBe('BAD_USER_INPUT');
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
    const made = await create({ sku: 'T-1', description: 'Tasty', brand: 'Testhof', tags: ['new', 'new'] });
    const product = made.data?.productCreate.product;
    expect(product).toMatchObject({ slug: 'test-yoghurt', version: 1, status: 'ACTIVE' });
    const twin = await create({ sku: 'T.2' });
    expect(twin.data?.productCreate.product.slug).toBe('test-yoghurt-t-2');

    const update = (input: object) =>
      execute(
        `mutation ($id: ID!, $input: ProductUpdateInput!) {
           productUpdate(productId: $id, input: $input) {
             product { version brand description price { amount } } userErrors { __typename ... on VersionConflictError { currentVersion } }
           }
         }`,
        { id: product.id, input },
        admin(),
      );
    const changed = await update({
      expectedVersion: 1,
      brand: null,
      price: { amount: 109, currency: 'EUR' },
    });
    expect(changed.data?.productUpdate).toEqual({
      product: { version: 2, brand: null, description: 'Tasty', price: { amount: 109 } },
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
    await capture.waitFor('product.deleted', { subject: product.id });
    const published = capture.events.filter((event) => event.subject === product.id);
    expect(published.map((event) => [event.type, event.sequence])).toEqual([
      ['product.created', 1],
      ['product.updated', 2],
      ['product.deleted', 3],
    ]);
    expect(published.at(-1)?.data).toMatchObject({ product: { status: 'ARCHIVED', price: { amount: 109 } } });

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
    const published = await capture.waitFor('category.created', { subject: category.id });
    expect(published.data).toMatchObject({ category: { path: ['bakery', 'suesse-toertchen'], parentId } });
  });

  test('a shelf holds 200 others, also when many are added at once', async () => {
    const top = await execute(
      'mutation { categoryCreate(input: { name: "Full" }) { category { id } userErrors { __typename } } }',
      {},
      admin(),
    );
    const parentId = top.data?.categoryCreate.category.id;
    await s.db.category.createMany({
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
    expect(await s.db.category.count({ where: { parentId } })).toBe(200);
  });
});

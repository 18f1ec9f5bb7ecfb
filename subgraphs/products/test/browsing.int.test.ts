import { demoId } from '@nakku/demo';
import { admin } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { createProduct } from '../src/app/createProduct.ts';
import { codeOf, names, rows, seededCatalogue } from './seededCatalogue.ts';

const catalogue = seededCatalogue();
const { execute, products } = catalogue;

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
    const product = await createProduct(catalogue.harness().deps, {
      actorId: admin().userId,
      slug: null,
      price: { amount: 100, currency: 'EUR' },
      details: {},
      fields: {
        sku: `F-${uuidv7()}`,
        name,
        description: null,
        brand: null,
        size: 1,
        unit: 'PIECE',
        taxRate: 700,
        imageUrls: [],
        attributes: [],
        categoryId: demoId('category', 'yogurt'),
        tags: [],
      },
    });
    if (product.kind !== 'done') throw new Error(product.kind);
    const list = await products('search: $search, first: 100', { search }, '($search: String)');
    await catalogue.harness().db.product.delete({ where: { id: product.product.id } });
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

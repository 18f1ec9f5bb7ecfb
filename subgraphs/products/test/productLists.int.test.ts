import { codeOf, names, rows, seededCatalogue } from './seededCatalogue.ts';

const catalogue = seededCatalogue();
const { execute, products } = catalogue;

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

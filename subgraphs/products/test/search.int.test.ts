import { demoId, demoStores, readCatalogue } from '@nakku/demo';
import { anonymous } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { projectStock } from '../src/app/projectStock.ts';
import { updateProduct } from '../src/app/updateProduct.ts';
import { seedCatalogue } from '../src/commands/seedCatalogue.ts';
import { countWords } from '../src/store/search/vocabulary.ts';
import { savePins } from '../src/store/search/pins.ts';
import { type ProductsHarness, startProductsHarness } from './harness.ts';

let s: ProductsHarness;
const rows = readCatalogue();
const [mitte, other] = demoStores.map(({ storeId }) => storeId);
const product = (sku: string) => demoId('product', `NK-${sku}`);

beforeAll(async () => {
  s = await startProductsHarness();
  await seedCatalogue(s);
}, 60_000);
afterAll(() => s.close(), 60_000);

async function list(args: string, fields = 'edges { node { sku name } }', variables = {}) {
  const declare = Object.keys(variables).length === 0 ? '' : '($search: String)';
  const response = await s.client.query(
    `query ${declare} { products(${args}) { ${fields} } }`,
    variables,
    anonymous(),
  );
  expect(response.errors).toBeUndefined();
  return response.data?.products;
}
const skus = (page: { edges: { node: { sku: string } }[] }) => page.edges.map(({ node }) => node.sku);
const search = (text: string, args = 'first: 10') =>
  list(`search: $search, ${args}`, undefined, { search: text });
const FACETS = `totalCount facets { brands { brand count } categories { category { slug } count } tags { tag count }
  prices { from to count } }`;

describe('what a search means', () => {
  test.each([
    ['mlik', 'milk'],
    ['whole mlik', 'whole milk'],
    ['spagetti', 'spaghetti'],
    ['Kartofeln', 'kartoffeln'],
    ['spatzl käse', null],
    ['milk', null],
    ['xqzzt', null],
  ])('%s: did you mean %s', async (text, didYouMean) => {
    const page = await list('search: $search, first: 1', 'didYouMean', { search: text });
    expect(page).toEqual({ didYouMean });
  });

  test('a misspelt search finds what the correct one finds', async () => {
    expect(skus(await search('whole mlik'))).toEqual(['NK-10001', 'NK-10002', 'NK-10003']);
    expect(skus(await search('xqzzt'))).toEqual([]);
    expect(skus(await search('xqzzt milk'))).toEqual([]);
  });

  test.each([
    ['Apfelsaft', 'NK-10251'],
    ['Erdbeermarmelade', 'NK-10198'],
    ['icecream caramel', 'NK-10156'],
    ['spätzle mit käse', 'NK-10214'],
    ['NK-10188', 'NK-10188'],
    ['spaghetti 500g', 'NK-10188'],
  ])('%s finds %s first', async (text, sku) => {
    expect(skus(await search(text))[0]).toBe(sku);
  });

  test('words that synonyms alone have are forgotten with them', async () => {
    expect(skus(await search('Knoblauch'))).toEqual(['NK-10057']);
    const garlic = await s.db.searchSynonyms.findFirstOrThrow({ where: { terms: { has: 'knoblauch' } } });
    await s.db.searchSynonyms.delete({ where: { id: garlic.id } });
    expect(skus(await search('Knoblauch'))).toEqual([]);
    await seedCatalogue(s);
    expect(skus(await search('Knoblauch'))).toEqual(['NK-10057']);
  });

  test('pinned products come first, in their order, if they meet the filters', async () => {
    const pins = { id: uuidv7(), search: 'Milch', productIds: [product('10008'), product('10188')] };
    await savePins(s.db, { ...pins, updatedAt: new Date() });
    expect(skus(await search('milch', 'first: 2'))).toEqual(['NK-10008', 'NK-10188']);
    expect(skus(await search('milch', 'filter: { brands: ["Casa Bruni"] }, first: 10'))).toEqual([
      'NK-10188',
    ]);
    expect(skus(await search('MILCH', 'last: 100')).slice(0, 2)).toEqual(['NK-10008', 'NK-10188']);
    await s.db.searchPin.deleteMany({});
    expect(skus(await search('milch'))).not.toContain('NK-10188');
  });

  test('the words of a product are those of now', async () => {
    const productId = product('10061');
    const change = { name: 'Zuchtpilze Kräuterseitling', brand: 'Pilzhof' };
    const actorId = uuidv7();
    expect(await updateProduct(s.deps, { actorId, productId, expectedVersion: 1, change })).toMatchObject({
      kind: 'done',
    });
    expect(skus(await search('kraeuterseitlnig'))).toEqual(['NK-10061']);
    expect(skus(await search('shiitake'))).toEqual([]);
    await updateProduct(s.deps, {
      actorId,
      productId,
      expectedVersion: 2,
      change: { name: 'Shiitake Mushrooms', brand: null },
    });
    await countWords(s.db);
    const word = await s.db.searchWord.findUniqueOrThrow({ where: { word: 'krauterseitling' } });
    expect(word.documents).toBe(0);
    // Nothing is corrected to a word that no product has any more.
    expect(await list('search: "kraeuterseitlnig", first: 1', 'didYouMean edges { cursor }')).toEqual({
      didYouMean: null,
      edges: [],
    });
  });
});

describe('facets', () => {
  test('count the whole search, however small the page', async () => {
    const { facets, totalCount } = await list('search: "chocolate", first: 1', FACETS);
    const all = skus(await search('chocolate', 'first: 100'));
    expect(totalCount).toBe(all.length);
    const found = rows.filter(({ sku }) => all.includes(sku));
    const brands = new Map<string, number>();
    for (const { brand } of found) if (brand !== null) brands.set(brand, (brands.get(brand) ?? 0) + 1);
    expect(
      new Map(facets.brands.map((one: { brand: string; count: number }) => [one.brand, one.count])),
    ).toEqual(brands);
    const inSweets = found.filter(({ category }) => category.startsWith('Snacks & sweets')).length;
    expect(facets.categories).toContainEqual({ category: { slug: 'snacks-sweets' }, count: inSweets });
    expect(facets.prices.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(
      all.length,
    );
  });

  test('each counts without its own filter, and with the others', async () => {
    const filter = 'filter: { brands: ["Kakaohof"], priceTo: 300 }';
    const { facets, totalCount } = await list(`search: "chocolate", ${filter}, first: 1`, FACETS);
    const only = async (args: string) =>
      (await list(`search: "chocolate", ${args}, first: 1`, 'totalCount')).totalCount;
    expect(totalCount).toBe(await only(filter));
    const brandOf = (name: string) =>
      facets.brands.find(({ brand }: { brand: string }) => brand === name)?.count;
    expect(brandOf('Kakaohof')).toBe(totalCount);
    expect(brandOf('Confiserie Amsel')).toBe(
      await only('filter: { brands: ["Confiserie Amsel"], priceTo: 300 }'),
    );
    const prices = facets.prices.reduce((sum: number, { count }: { count: number }) => sum + count, 0);
    expect(prices).toBe(await only('filter: { brands: ["Kakaohof"] }'));
    const tags = facets.tags.map(({ count }: { count: number }) => count);
    expect(Math.max(...tags)).toBeLessThanOrEqual(totalCount);
  });

  test('count a listing without a search, too', async () => {
    const { facets, totalCount } = await list('category: { slug: "bakery" }, first: 1', FACETS);
    expect(totalCount).toBe(rows.filter(({ category }) => category.startsWith('Bakery')).length);
    // Without its own filter: every department.
    const departments = facets.categories.filter(
      ({ category }: { category: { slug: string } }) => category.slug === 'pantry',
    );
    expect(departments).toEqual([
      {
        category: { slug: 'pantry' },
        count: rows.filter(({ category }) => category.startsWith('Pantry')).length,
      },
    ]);
    expect((await list('first: 1', 'totalCount')).totalCount).toBe(rows.length);
    expect(
      await list(
        'category: { slug: "nowhere" }, first: 1',
        'totalCount facets { brands { brand } } edges { cursor }',
      ),
    ).toEqual({ totalCount: 0, facets: { brands: [] }, edges: [] });
  });
});

describe('stock of a store', () => {
  const stock = (sku: string, storeId = '', available = 0) =>
    s.platform.transaction((tx) =>
      projectStock(tx, [
        {
          stockItemId: uuidv7(),
          storeId,
          productId: product(sku),
          onHand: Math.max(available, 0),
          reserved: 0,
          available,
          threshold: 0,
          at: new Date().toISOString(),
        },
      ]),
    );
  const inStock = async (storeId = '') => [
    skus(await search('whole milk', `filter: { inStockAt: "${storeId}" }, first: 10`)),
    skus(await list(`filter: { inStockAt: "${storeId}" }, sort: PRICE_ASC, first: 10`)),
  ];

  test('filters searches and listings, and follows its events', async () => {
    expect(await inStock(mitte)).toEqual([[], []]);
    await stock('10001', mitte, 3);
    await stock('10002', mitte, 1);
    await stock('10003', other, 5);
    await stock('10003', mitte, -1);
    expect(await inStock(mitte)).toEqual([
      ['NK-10001', 'NK-10002'],
      ['NK-10001', 'NK-10002'],
    ]);
    expect(await inStock(other)).toEqual([['NK-10003'], ['NK-10003']]);
    await stock('10001', mitte, 0);
    expect(await inStock(mitte)).toEqual([['NK-10002'], ['NK-10002']]);
    expect(await inStock(uuidv7())).toEqual([[], []]);
    expect(await inStock('x')).toEqual([[], []]);
  });

  test('of more than 63 stores', async () => {
    await s.db.store.createMany({ data: Array.from({ length: 70 }, () => ({ id: uuidv7() })) });
    const late = uuidv7();
    await stock('10001', late, 1);
    expect((await s.db.store.findUniqueOrThrow({ where: { id: late } })).number).toBeGreaterThan(63);
    expect(await inStock(late)).toEqual([['NK-10001'], ['NK-10001']]);
    expect(await inStock(mitte)).toEqual([['NK-10002'], ['NK-10002']]);
  });

  test('is kept for a product that comes later', async () => {
    const productId = uuidv7();
    const at = { stockItemId: uuidv7(), onHand: 1, reserved: 0, threshold: 0, at: new Date().toISOString() };
    await s.platform.transaction((tx) =>
      projectStock(tx, [{ ...at, storeId: mitte ?? '', productId, available: 1 }]),
    );
    const {
      createdAt: _,
      updatedAt: __,
      deletedAt: ___,
      ...milk
    } = await s.db.product.findUniqueOrThrow({ where: { id: product('10001') } });
    const { indexProducts } = await import('../src/app/indexProducts.ts');
    const { insertProducts, productsById } = await import('../src/store/products.ts');
    const [template] = await productsById(s.db, [milk.id]);
    if (template === undefined) throw new Error('no template');
    await s.platform.transaction(async (tx) => {
      const added = await insertProducts(tx.db, [
        { ...template, id: productId, sku: 'LATE-1', slug: 'late' },
      ]);
      await indexProducts(tx.db, added);
    });
    expect((await inStock(mitte))[0]).toContain('LATE-1');
    await s.db.product.delete({ where: { id: productId } });
  });
});

describe('suggestions', () => {
  const suggest = async (text: string, args = 'first: 3') => {
    const response = await s.client.query(
      `query ($text: String!) { productSuggestions(text: $text, ${args}) { queries products { sku } categories { slug } brands } }`,
      { text },
      anonymous(),
    );
    return response;
  };

  test('go on with what is typed', async () => {
    const { data } = await suggest('camem');
    expect(data?.productSuggestions).toEqual({
      queries: ['camembert'],
      products: [{ sku: 'NK-10033' }],
      categories: [{ slug: 'soft-cheese' }, { slug: 'dairy-eggs' }],
      brands: ['Maison Claire'],
    });
    const brand = await suggest('alm');
    expect(brand.data?.productSuggestions.brands[0]).toBe('Almwiese');
    const category = await suggest('bottled b');
    expect(category.data?.productSuggestions.categories[0]).toEqual({ slug: 'bottled-beer' });
    expect((await suggest('whole mlik')).data?.productSuggestions.queries).toEqual(['whole milk']);
  });

  test.each([[''], ['  '], ['%'], ['!!!'], ['xqzzt']])('are empty for %j', async (text) => {
    const { data, errors } = await suggest(text);
    expect(errors).toBeUndefined();
    expect(data?.productSuggestions).toEqual({ queries: [], products: [], categories: [], brands: [] });
  });

  test('are of what a store has', async () => {
    const { data } = await suggest('whole milk', `inStockAt: "${mitte}", first: 3`);
    expect(data?.productSuggestions.products).toEqual([{ sku: 'NK-10002' }]);
  });

  test.each([[0], [11]])('of %i entries are refused', async (first) => {
    const { errors } = await suggest('milk', `first: ${first}`);
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });
});

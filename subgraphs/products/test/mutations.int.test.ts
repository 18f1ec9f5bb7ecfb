import { typeDefsOf } from '@nakku/graphql-kit';
import {
  admin,
  anonymous,
  courier,
  customer,
  type MutationCase,
  mutationCases,
  operator,
  operatorCases,
} from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { insertCategories } from '../src/store/categories.ts';
import { insertPriceEntry } from '../src/store/priceEntries.ts';
import { archiveProduct, insertProducts } from '../src/store/products.ts';
import { type ProductsHarness, startProductsHarness } from './harness.ts';

let s: ProductsHarness;
const shelf = { id: uuidv7(), slug: 'dairy', name: 'Dairy', parentId: null, ancestorIds: [] };
const archivedCategoryId = uuidv7();
const archivedProductId = uuidv7();
const deep = Array.from({ length: 5 }, () => uuidv7());
const productId = uuidv7();
/** One with a deposit, and its entry of the price list from 2030-06 on. */
const bottleId = uuidv7();
const entryId = uuidv7();
const boss = admin();

beforeAll(async () => {
  s = await startProductsHarness();
  await insertCategories(s.db, [{ ...shelf, ancestorIds: [shelf.id] }]);
  for (const [level, id] of deep.entries()) {
    const parentId = deep[level - 1] ?? shelf.id;
    const ancestorIds = [shelf.id, ...deep.slice(0, level + 1)];
    await insertCategories(s.db, [{ ...shelf, id, slug: `deep-${level}`, parentId, ancestorIds }]);
  }
  const archived = { ...shelf, id: archivedCategoryId, slug: 'archived', name: 'Archived' };
  await insertCategories(s.db, [{ ...archived, ancestorIds: [archived.id] }]);
  const milk = {
    id: productId,
    sku: 'MILK-1',
    slug: 'milk',
    name: 'Milk',
    description: null,
    brand: null,
    size: 1,
    unit: 'LITER' as const,
    price: 119,
    currency: 'EUR',
    taxRate: 700,
    imageUrls: [],
    attributes: [],
    categoryId: shelf.id,
    tags: [],
  };
  const gone = { ...milk, id: archivedProductId, sku: 'GONE-1', slug: 'gone', categoryId: archived.id };
  const bottle = { ...milk, id: bottleId, sku: 'BOTTLE-1', slug: 'bottle', deposit: 25 };
  await insertProducts(s.db, [milk, gone, bottle]);
  const validFrom = new Date('2030-06-01T00:00:00Z');
  const entry = {
    id: entryId,
    productId: bottleId,
    storeId: null,
    price: 99,
    validFrom,
    validUntil: null,
    version: 1,
  };
  await insertPriceEntry(s.db, entry);
  await archiveProduct(s.db, gone.id, new Date());
  await s.db.category.update({ where: { id: archived.id }, data: { status: 'ARCHIVED' } });
}, 60_000);
afterAll(() => s.close(), 60_000);

type Change = Readonly<Record<string, unknown>>;

function rights(args: () => Change): MutationCase[] {
  const refused = { error: 'FORBIDDEN' };
  return [
    { title: 'a guest', caller: anonymous(), args, refused: { error: 'UNAUTHENTICATED' } },
    { title: 'a customer', caller: customer(), args, refused },
    { title: 'a courier', caller: courier(), args, refused },
    { title: 'an operator', caller: operator([uuidv7()]), args, refused },
  ];
}

function bad(
  args: (change: Change) => () => Change,
  fields: readonly (readonly [title: string, change: Change, path: readonly string[]])[],
): MutationCase[] {
  return fields.map(([title, change, path]) => ({
    title,
    caller: boss,
    args: args(change),
    refused: { userError: 'InvalidInputError', path },
  }));
}

const euros = (amount: number, currency = 'EUR') => ({ price: { amount, currency } });
const long = (length: number) => 'x'.repeat(length);
const nutrition = {
  energyKilojoules: 268,
  fat: 3.5,
  saturatedFat: 2.3,
  carbohydrates: 4.8,
  sugars: 4.8,
  protein: 3.3,
  salt: 0.13,
};
const nutritionOf = (change: Change) => ({ nutrition: { ...nutrition, ...change } });
/** What neither a new product nor a changed one may have. */
const badDetails: readonly (readonly [string, Change, readonly string[]])[] = [
  [
    'a compare-at price of nothing',
    { compareAtPrice: euros(0).price },
    ['input', 'compareAtPrice', 'amount'],
  ],
  [
    'a compare-at price in another currency',
    { compareAtPrice: euros(200, 'USD').price },
    ['input', 'compareAtPrice', 'currency'],
  ],
  ['a deposit in another currency', { deposit: euros(25, 'USD').price }, ['input', 'deposit', 'currency']],
  ['a deposit of more than the price', { deposit: euros(1_000).price }, ['input', 'deposit']],
  ['long ingredients', { ingredients: long(5_001) }, ['input', 'ingredients']],
  ['ingredients with NUL', { ingredients: 'a\0b' }, ['input', 'ingredients']],
  [
    'more energy than there is',
    nutritionOf({ energyKilojoules: 3_801 }),
    ['input', 'nutrition', 'energyKilojoules'],
  ],
  ['negative salt', nutritionOf({ salt: -1 }), ['input', 'nutrition', 'salt']],
  ['sugars of 17 digits', nutritionOf({ sugars: 0.1 + 0.2 }), ['input', 'nutrition', 'sugars']],
  ['more saturated fat than fat', nutritionOf({ saturatedFat: 3.6 }), ['input', 'nutrition', 'saturatedFat']],
  ['more sugars than carbohydrates', nutritionOf({ sugars: 4.9 }), ['input', 'nutrition', 'sugars']],
  ['more than 100 g of 100 g', nutritionOf({ protein: 95 }), ['input', 'nutrition', 'protein']],
  ['a minimum of 0', { minPerOrder: 0 }, ['input', 'minPerOrder']],
  ['a maximum of 100', { maxPerOrder: 100 }, ['input', 'maxPerOrder']],
  ['a maximum below the minimum', { minPerOrder: 3, maxPerOrder: 2 }, ['input', 'maxPerOrder']],
];

const createArgs =
  (change: Change = {}) =>
  () => ({
    input: {
      sku: 'NEW-1',
      name: 'New product',
      size: 1,
      unit: 'PIECE',
      price: { amount: 100, currency: 'EUR' },
      taxRate: 1900,
      categoryId: shelf.id,
      imageUrls: [],
      attributes: [],
      tags: [],
      ...change,
    },
  });
const updateArgs =
  (change: Change = {}, id = productId) =>
  () => ({
    productId: id,
    input: { expectedVersion: 1, name: 'Other', ...change },
  });
const priceArgs =
  (change: Change = {}) =>
  () => ({ input: { productId, validUntil: '2031-01-01T00:00:00Z', ...euros(90), ...change } });
const repriceArgs =
  (change: Change = {}, priceEntryId = entryId) =>
  () => ({ priceEntryId, input: { expectedVersion: 1, ...change } });
const categoryArgs =
  (change: Change = {}) =>
  () => ({ input: { name: 'New shelf', ...change } });
const renameArgs =
  (change: Change = {}, categoryId = shelf.id) =>
  () => ({ categoryId, input: { expectedVersion: 1, name: 'Other', ...change } });
const moveArgs =
  (change: Change = {}, categoryId: string | undefined = shelf.id) =>
  () => ({ categoryId, input: { expectedVersion: 1, ...change } });
const notFound = (path: readonly string[]) => ({ userError: 'NotFoundError', path, code: 'NOT_FOUND' });
const taken = (path: readonly string[]) => ({ userError: 'DuplicateError', path, code: 'DUPLICATE' });
const url = 'https://images.nakku.example/1.jpg';

mutationCases({
  typeDefs: typeDefsOf('products'),
  service: () => ({
    databaseUrl: s.world.databaseUrl,
    execute: (document, variables, caller) => s.client.query(document, variables, caller),
  }),
  cases: {
    ...operatorCases('products', false),
    productCreate: [
      ...rights(createArgs()),
      ...bad(createArgs, [
        ['no sku', { sku: '' }, ['input', 'sku']],
        ['a sku with a space', { sku: 'A B' }, ['input', 'sku']],
        ['a long sku', { sku: long(65) }, ['input', 'sku']],
        ['a slug in capitals', { slug: 'Milk' }, ['input', 'slug']],
        ['a long slug', { slug: long(121) }, ['input', 'slug']],
        ['no name', { name: ' ' }, ['input', 'name']],
        ['a long name', { name: long(201) }, ['input', 'name']],
        ['a long description', { description: long(5001) }, ['input', 'description']],
        ['a long brand', { brand: long(101) }, ['input', 'brand']],
        ['no size', { size: 0 }, ['input', 'size']],
        ['a size of 17 digits', { size: 0.1 + 0.2 }, ['input', 'size']],
        ['no price', euros(0), ['input', 'price', 'amount']],
        ['a price of more than 10 million', euros(1_000_000_001), ['input', 'price', 'amount']],
        ['a name of half a surrogate pair', { name: 'Milk \ud800' }, ['input', 'name']],
        ['a tag with NUL', { tags: ['a\0b'] }, ['input', 'tags', '0']],
        ['a negative tax rate', { taxRate: -1 }, ['input', 'taxRate']],
        ['a high tax rate', { taxRate: 10_001 }, ['input', 'taxRate']],
        ['an image on disk', { imageUrls: ['file:///etc/passwd'] }, ['input', 'imageUrls', '0']],
        ['many images', { imageUrls: Array.from({ length: 11 }, () => url) }, ['input', 'imageUrls']],
        [
          'an attribute without name',
          { attributes: [{ name: '', value: 'x' }] },
          ['input', 'attributes', '0', 'name'],
        ],
        [
          'a long attribute',
          { attributes: [{ name: 'x', value: long(201) }] },
          ['input', 'attributes', '0', 'value'],
        ],
        [
          'many attributes',
          { attributes: Array.from({ length: 51 }, () => ({ name: 'x', value: 'y' })) },
          ['input', 'attributes'],
        ],
        ['a long tag', { tags: [long(41)] }, ['input', 'tags', '0']],
        ['many tags', { tags: Array.from({ length: 31 }, (_, i) => `t${i}`) }, ['input', 'tags']],
        ['a low age limit', { ageLimit: 11 }, ['input', 'ageLimit']],
        ['a high age limit', { ageLimit: 26 }, ['input', 'ageLimit']],
        ['no category', { categoryId: 'x' }, ['input', 'categoryId']],
        ...badDetails,
      ]),
      {
        title: 'no such category',
        caller: boss,
        args: createArgs({ categoryId: uuidv7() }),
        refused: notFound(['input', 'categoryId']),
      },
      {
        title: 'an archived category',
        caller: boss,
        args: createArgs({ categoryId: archivedCategoryId }),
        refused: notFound(['input', 'categoryId']),
      },
      {
        title: 'a currency that is none',
        caller: boss,
        args: createArgs(euros(100, 'ZZZ')),
        refused: { error: 'BAD_USER_INPUT' },
      },
      {
        title: 'a taken sku',
        caller: boss,
        args: createArgs({ sku: 'MILK-1' }),
        refused: taken(['input', 'sku']),
      },
      {
        title: 'a taken slug',
        caller: boss,
        args: createArgs({ slug: 'milk' }),
        refused: taken(['input', 'slug']),
      },
    ],
    productUpdate: [
      ...rights(updateArgs()),
      ...bad(updateArgs, [
        ['a long name', { name: long(201) }, ['input', 'name']],
        ['a long description', { description: long(5001) }, ['input', 'description']],
        ['no price', euros(0), ['input', 'price', 'amount']],
        ['another currency', euros(100, 'USD'), ['input', 'price', 'currency']],
        ['a high tax rate', { taxRate: 10_001 }, ['input', 'taxRate']],
        ['many images', { imageUrls: Array.from({ length: 11 }, () => url) }, ['input', 'imageUrls']],
        ['many tags', { tags: Array.from({ length: 31 }, (_, i) => `t${i}`) }, ['input', 'tags']],
        ['a slug in capitals', { slug: 'Milk' }, ['input', 'slug']],
        ['no size', { size: 0 }, ['input', 'size']],
        ['a low age limit', { ageLimit: 11 }, ['input', 'ageLimit']],
        ['no version', { expectedVersion: 0 }, ['input', 'expectedVersion']],
        ...badDetails,
      ]),
      {
        title: 'a country that is none',
        caller: boss,
        args: updateArgs({ origin: 'ZZ' }),
        refused: { error: 'BAD_USER_INPUT' },
      },
      {
        title: 'no such product',
        caller: boss,
        args: updateArgs({}, uuidv7()),
        refused: notFound(['productId']),
      },
      { title: 'no identifier', caller: boss, args: updateArgs({}, 'x'), refused: notFound(['productId']) },
      {
        title: 'no such category',
        caller: boss,
        args: updateArgs({ categoryId: uuidv7() }),
        refused: notFound(['input', 'categoryId']),
      },
      {
        title: 'a taken slug',
        caller: boss,
        args: updateArgs({ slug: 'gone' }),
        refused: taken(['input', 'slug']),
      },
      {
        title: 'an old version',
        caller: boss,
        args: updateArgs({ expectedVersion: 2 }),
        refused: { userError: 'VersionConflictError', path: ['input', 'expectedVersion'] },
      },
    ],
    productRestore: [
      ...rights(() => ({ productId: archivedProductId })),
      {
        title: 'no such product',
        caller: boss,
        args: () => ({ productId: uuidv7() }),
        refused: notFound(['productId']),
      },
      {
        title: 'a product of an archived category',
        caller: boss,
        args: () => ({ productId: archivedProductId }),
        refused: { userError: 'InvalidInputError', path: ['productId'], code: 'CATEGORY_ARCHIVED' },
      },
    ],
    productArchive: [
      ...rights(() => ({ productId })),
      {
        title: 'no such product',
        caller: boss,
        args: () => ({ productId: uuidv7() }),
        refused: notFound(['productId']),
      },
    ],
    priceEntryCreate: [
      ...rights(priceArgs()),
      ...bad(priceArgs, [
        ['no product', { productId: 'x' }, ['input', 'productId']],
        ['no store', { storeId: 'x' }, ['input', 'storeId']],
        ['a price of nothing', euros(0), ['input', 'price', 'amount']],
        ['a price of more than 10 million', euros(1_000_000_001), ['input', 'price', 'amount']],
        ['a price in another currency', euros(90, 'USD'), ['input', 'price', 'currency']],
        [
          'a price of no more than the deposit',
          { ...euros(25), productId: bottleId },
          ['input', 'price', 'amount'],
        ],
        ['an end before its beginning', { validFrom: '2031-01-02T00:00:00Z' }, ['input', 'validUntil']],
        [
          'an end that is past',
          { validFrom: '2020-01-01T00:00:00Z', validUntil: '2020-01-02T00:00:00Z' },
          ['input', 'validUntil'],
        ],
      ]),
      {
        title: 'no such product',
        caller: boss,
        args: priceArgs({ productId: uuidv7() }),
        refused: notFound(['input', 'productId']),
      },
      {
        title: 'a time that is none',
        caller: boss,
        args: priceArgs({ validFrom: 'tomorrow' }),
        refused: { error: 'BAD_USER_INPUT' },
      },
    ],
    priceEntryUpdate: [
      ...rights(repriceArgs()),
      ...bad(repriceArgs, [
        ['a price of nothing', euros(0), ['input', 'price', 'amount']],
        ['a price in another currency', euros(90, 'USD'), ['input', 'price', 'currency']],
        ['a price of no more than the deposit', euros(25), ['input', 'price', 'amount']],
        ['an end before its beginning', { validUntil: '2030-01-01T00:00:00Z' }, ['input', 'validUntil']],
        [
          'an end that is past',
          { validFrom: '2020-01-01T00:00:00Z', validUntil: '2020-01-02T00:00:00Z' },
          ['input', 'validUntil'],
        ],
        ['no version', { expectedVersion: 0 }, ['input', 'expectedVersion']],
      ]),
      {
        title: 'no such entry',
        caller: boss,
        args: repriceArgs({}, uuidv7()),
        refused: notFound(['priceEntryId']),
      },
      {
        title: 'no identifier',
        caller: boss,
        args: repriceArgs({}, 'x'),
        refused: notFound(['priceEntryId']),
      },
      {
        title: 'an old version',
        caller: boss,
        args: repriceArgs({ expectedVersion: 2 }),
        refused: { userError: 'VersionConflictError', path: ['input', 'expectedVersion'] },
      },
    ],
    priceEntryDelete: [
      ...rights(() => ({ priceEntryId: entryId })),
      {
        title: 'no such entry',
        caller: boss,
        args: () => ({ priceEntryId: uuidv7() }),
        refused: notFound(['priceEntryId']),
      },
      {
        title: 'no identifier',
        caller: boss,
        args: () => ({ priceEntryId: 'x' }),
        refused: notFound(['priceEntryId']),
      },
    ],
    categoryCreate: [
      ...rights(categoryArgs()),
      ...bad(categoryArgs, [
        ['no name', { name: '' }, ['input', 'name']],
        ['a long name', { name: long(101) }, ['input', 'name']],
        ['a slug in capitals', { slug: 'Dairy' }, ['input', 'slug']],
        ['no identifier', { parentId: 'x' }, ['input', 'parentId']],
        ['a seventh level', { parentId: deep[4] }, ['input', 'parentId']],
      ]),
      {
        title: 'no such parent',
        caller: boss,
        args: categoryArgs({ parentId: uuidv7() }),
        refused: notFound(['input', 'parentId']),
      },
      {
        title: 'a taken slug',
        caller: boss,
        args: categoryArgs({ slug: 'dairy' }),
        refused: taken(['input', 'slug']),
      },
    ],
    categoryUpdate: [
      ...rights(renameArgs()),
      ...bad(renameArgs, [
        ['an empty name', { name: '' }, ['input', 'name']],
        ['a long name', { name: long(101) }, ['input', 'name']],
        ['a slug in capitals', { slug: 'Dairy' }, ['input', 'slug']],
        ['no version', { expectedVersion: 0 }, ['input', 'expectedVersion']],
      ]),
      {
        title: 'no such category',
        caller: boss,
        args: renameArgs({}, uuidv7()),
        refused: notFound(['categoryId']),
      },
      {
        title: 'a taken slug',
        caller: boss,
        args: renameArgs({ slug: 'deep-0' }),
        refused: taken(['input', 'slug']),
      },
      {
        title: 'an old version',
        caller: boss,
        args: renameArgs({ expectedVersion: 2 }),
        refused: { userError: 'VersionConflictError', path: ['input', 'expectedVersion'] },
      },
    ],
    categoryMove: [
      ...rights(moveArgs({ parentId: null }, deep[0])),
      ...bad(
        (change) => moveArgs(change),
        [
          ['below itself', { parentId: shelf.id }, ['input', 'parentId']],
          ['below one of its own', { parentId: deep[2] }, ['input', 'parentId']],
          ['no identifier', { parentId: 'x' }, ['input', 'parentId']],
        ],
      ),
      {
        title: 'no such category',
        caller: boss,
        args: moveArgs({ parentId: null }, uuidv7()),
        refused: notFound(['categoryId']),
      },
      {
        title: 'below an archived category',
        caller: boss,
        args: moveArgs({ parentId: archivedCategoryId }, deep[0]),
        refused: notFound(['input', 'parentId']),
      },
      {
        title: 'an old version',
        caller: boss,
        args: moveArgs({ parentId: null, expectedVersion: 2 }, deep[0]),
        refused: { userError: 'VersionConflictError', path: ['input', 'expectedVersion'] },
      },
    ],
    categoryArchive: [
      ...rights(() => ({ categoryId: deep[4] })),
      {
        title: 'no such category',
        caller: boss,
        args: () => ({ categoryId: uuidv7() }),
        refused: notFound(['categoryId']),
      },
      {
        title: 'one with products and categories',
        caller: boss,
        args: () => ({ categoryId: shelf.id }),
        refused: { userError: 'CategoryNotEmptyError', path: ['categoryId'], code: 'CATEGORY_NOT_EMPTY' },
      },
    ],
    categoryRestore: [
      ...rights(() => ({ categoryId: deep[4] })),
      {
        title: 'no such category',
        caller: boss,
        args: () => ({ categoryId: uuidv7() }),
        refused: notFound(['categoryId']),
      },
    ],
  },
});

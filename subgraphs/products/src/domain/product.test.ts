import { noDetails } from './details.ts';
import { changeProduct, packagingOf, type Product } from './product.ts';

test.each([
  [500, 'GRAM', '500 g'],
  [1.5, 'LITER', '1.5 l'],
  [1, 'KILOGRAM', '1 kg'],
  [330, 'MILLILITER', '330 ml'],
  [1, 'PIECE', '1 piece'],
  [6, 'PIECE', '6 pieces'],
] as const)('%d %s is packed as %s', (size, unit, packaging) => {
  expect(packagingOf(size, unit)).toBe(packaging);
});

describe('a change', () => {
  const at = new Date('2026-03-01T12:00:00Z');
  const product: Product = {
    id: 'p',
    sku: 'MILK-1',
    slug: 'milk',
    name: 'Milk',
    description: 'Fresh',
    brand: 'Hof',
    size: 1,
    unit: 'LITER',
    price: 119,
    basePrice: 119,
    storePrices: [],
    currency: 'EUR',
    taxRate: 700,
    imageUrls: [],
    attributes: [],
    categoryId: 'c',
    tags: ['chilled'],
    ...noDetails,
    status: 'ACTIVE',
    version: 3,
    createdAt: at,
    updatedAt: at,
  };
  const later = new Date('2026-03-02T12:00:00Z');

  test('leaves what is undefined and removes what is null', () => {
    const change = {
      size: 500,
      unit: 'MILLILITER',
      slug: 'half-milk',
      brand: null,
      name: undefined,
    } as const;
    expect(changeProduct(product, change, 3, later)).toEqual({
      kind: 'changed',
      product: {
        ...product,
        size: 500,
        unit: 'MILLILITER',
        slug: 'half-milk',
        brand: null,
        version: 4,
        updatedAt: later,
      },
    });
  });

  test('is refused on an old version and in another currency', () => {
    expect(changeProduct(product, { name: 'X' }, 2, later)).toEqual({
      kind: 'version_conflict',
      currentVersion: 3,
    });
    expect(changeProduct(product, { price: { amount: 1, currency: 'USD' } }, 3, later)).toEqual({
      kind: 'currency_differs',
      field: 'price',
      currency: 'EUR',
    });
    expect(changeProduct(product, { deposit: { amount: 1, currency: 'USD' } }, 3, later)).toEqual({
      kind: 'currency_differs',
      field: 'deposit',
      currency: 'EUR',
    });
  });

  test('changes the price where the price list has none, and keeps the deposit below every price', () => {
    const sale = {
      id: 'e',
      productId: 'p',
      storeId: null,
      price: 99,
      version: 1,
      validFrom: at,
      validUntil: later,
    };
    const change = { price: { amount: 129, currency: 'EUR' } };
    const during = new Date(later.getTime() - 1);
    expect(changeProduct(product, change, 3, during, [sale])).toMatchObject({
      product: { price: 99, basePrice: 129 },
    });
    expect(changeProduct(product, change, 3, later, [sale])).toMatchObject({
      product: { price: 129, basePrice: 129 },
    });
    const deposit = { deposit: { amount: 99, currency: 'EUR' } };
    expect(changeProduct(product, deposit, 3, during, [sale]).kind).toBe('contradiction');
    expect(changeProduct(product, deposit, 3, later, [sale]).kind).toBe('changed');
  });

  test('sets and removes amounts, and is refused when fields contradict each other', () => {
    const euros = (amount: number) => ({ amount, currency: 'EUR' });
    const priced = changeProduct(product, { compareAtPrice: euros(149), deposit: euros(15) }, 3, later);
    expect(priced).toMatchObject({
      kind: 'changed',
      product: { compareAtPrice: 149, deposit: 15, price: 119 },
    });
    const bottle = { ...product, compareAtPrice: 149, deposit: 15, minPerOrder: 2 };
    expect(changeProduct(bottle, { compareAtPrice: null }, 3, later)).toMatchObject({
      product: { compareAtPrice: null, deposit: 15 },
    });
    expect(changeProduct(bottle, { price: euros(15) }, 3, later)).toMatchObject({
      kind: 'contradiction',
      contradiction: { field: 'deposit' },
    });
    expect(changeProduct(bottle, { maxPerOrder: 1 }, 3, later)).toMatchObject({
      kind: 'contradiction',
      contradiction: { field: 'maxPerOrder' },
    });
  });
});

import { emptyCart } from './cart.ts';
import type { Cart, CatalogueProduct } from './cart.ts';
import { cartAfter } from './change.ts';
import { examplePromotion } from './examplePromotion.ts';
import type { StockedProducts } from './change.ts';

const at = new Date('2026-11-30T10:00:00Z');
const later = new Date('2026-11-30T10:05:00Z');
const product = (productId: string, name: string): CatalogueProduct => ({
  ...{ productId, name, sku: `${name}-1`, packaging: 'piece', imageUrl: null },
  ...{ price: 119, currency: 'EUR', taxRate: 700, isSold: true },
  ...{ ageLimit: null, minPerOrder: 1, maxPerOrder: null, storePrices: [], categoryId: null },
});
const line = (lineId: string, productId: string, addedAt: Date) => ({
  ...{ lineId, productId, quantity: 1, note: null, ifUnavailable: 'MY_CHOICE' as const },
  ...{ addedPrice: 119, addedAt },
});
const milk = product('milk', 'Milk');
const empty = emptyCart({ id: 'cart', customerId: null, tokenHash: 'hash', now: at });
const cart: Cart = { ...empty, lines: [{ ...line('1', 'milk', at), product: milk, available: 4 }] };
const stocked = (storeId: string | null): StockedProducts =>
  new Map([['bread', { ...product('bread', 'Bread'), storeId, available: null }]]);

test('the changed cart has its next version, and what the change does not name stays', () => {
  expect(cartAfter(cart, { tip: 200, handover: 'LEFT_AT_DOOR' }, new Map(), later)).toEqual({
    ...cart,
    tip: 200,
    handover: 'LEFT_AT_DOOR',
    version: 2,
    updatedAt: later,
  });
});

test('lines are in the order they were added, each with its product', () => {
  const lines = [line('2', 'bread', later), { ...line('1', 'milk', at), quantity: 3 }];
  expect(cartAfter(cart, { lines }, stocked(null), later)?.lines).toEqual([
    { ...line('1', 'milk', at), quantity: 3, product: milk, available: 4 },
    { ...line('2', 'bread', later), product: product('bread', 'Bread'), available: null },
  ]);
});

test('a line that is added has the price of its store', () => {
  const storePrices = [{ storeId: 'store', price: 99 }];
  const bread = { ...product('bread', 'Bread'), storePrices };
  const products = new Map([['bread', { ...bread, storeId: null, available: null }]]);
  const priceOf = (given: StockedProducts) =>
    cartAfter(cart, { lines: [line('2', 'bread', later)] }, given, later)?.lines[0]?.product?.price;
  expect(priceOf(products)).toBe(119);
  // Of another store than the cart's: it is read again.
  expect(priceOf(new Map([['bread', { ...bread, storeId: 'store', available: 1 }]]))).toBeUndefined();
});

test('what could not be returned has the name of its product', () => {
  const notReturned = [{ productId: 'milk', quantity: 2 }];
  expect(cartAfter(cart, { lines: [], notReturned }, new Map(), later)).toMatchObject({
    lines: [],
    notReturned: [{ productId: 'milk', quantity: 2, name: 'Milk' }],
  });
});

test("a guest's cart that becomes a customer's has no secret any more", () => {
  expect(cartAfter(cart, { customerId: 'carla' }, new Map(), later)).toMatchObject({
    customerId: 'carla',
    tokenHash: null,
  });
});

test('it is not known with another store, an unknown product, or the stock of another store', () => {
  expect(cartAfter(cart, { storeId: 'store' }, new Map(), later)).toBeNull();
  const lines = [line('2', 'bread', later)];
  expect(cartAfter(cart, { lines }, new Map(), later)).toBeNull();
  expect(cartAfter(cart, { lines }, stocked('store'), later)).toBeNull();
  const notReturned = [{ productId: 'bread', quantity: 2 }];
  expect(cartAfter(cart, { notReturned }, new Map(), later)).toBeNull();
});

test('it is not known with other coupons, or as the cart of another customer with a limited promotion', () => {
  expect(cartAfter(cart, { coupons: ['SUMMER'] }, new Map(), later)).toBeNull();
  const known = { ...cart, coupons: ['SUMMER', 'SPRING'] };
  expect(cartAfter(known, { coupons: ['SUMMER', 'SPRING'] }, new Map(), later)).toMatchObject({ version: 2 });
  expect(cartAfter(known, { coupons: ['SUMMER'] }, new Map(), later)).toBeNull();
  const limited = examplePromotion({ limits: { total: null, perCustomer: 1 } });
  expect(cartAfter({ ...cart, promotions: [limited] }, { customerId: 'carla' }, new Map(), later)).toBeNull();
});

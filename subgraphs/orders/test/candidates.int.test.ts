import type { Caller } from '@nakku/identity';
import { eventually } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness } from './harness.ts';
import { reach } from './reach.ts';
import { sampleQuote } from './sampleQuote.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness({ DURATIONS_PROFILE: 'production' });
}, 60_000);
afterAll(() => shop.stop());

const LIST = `query ($orderId: ID!) { pickList(orderId: $orderId) { id lines {
  line { name openQuantity }
  substituteCandidates { product { id } name packaging unitPrice { amount currency } availableQuantity } } } }`;

async function candidatesOfBananas(orderId: string, caller: Caller) {
  const { data, errors } = await shop.client.query(LIST, { orderId }, caller);
  if (errors || !data) throw new Error(JSON.stringify(errors));
  expect(data.pickList.id).toBe(orderId);
  return data.pickList.lines[2];
}

/** An order with three bananas at 1.00 each that is packed, in a shop with other fruit. */
async function fruit(ifUnavailable: 'BEST_MATCH' | 'REFUND') {
  const quote = sampleQuote();
  const placed = await shop.placed({ lines: quote.lines.map((line) => ({ ...line, ifUnavailable })) });
  const bananas = placed.quote.lines[2];
  if (!bananas) throw new Error('the sample has bananas');
  await reach(shop, placed, 'PACKING');
  const categoryId = uuidv7();
  const price = { amount: bananas.unitPrice, currency: 'EUR' };
  const piece = { categoryId, price, size: 1, unit: 'KILOGRAM' };
  const others = {
    near: uuidv7(),
    small: uuidv7(),
    few: uuidv7(),
    adult: uuidv7(),
    gone: uuidv7(),
    elsewhere: uuidv7(),
  };
  await shop.others.product(bananas.productId, 'ACTIVE', piece);
  await shop.others.product(others.near, 'ACTIVE', { ...piece, name: 'Near', packaging: '1 kg' });
  await shop.others.product(others.small, 'ACTIVE', { ...piece, name: 'Small', size: 700, unit: 'GRAM' });
  await shop.others.product(others.few, 'ACTIVE', { ...piece, name: 'Few' });
  await shop.others.product(others.adult, 'ACTIVE', { ...piece, name: 'Adult', ageLimit: 18 });
  await shop.others.product(others.gone, 'ARCHIVED', { ...piece, name: 'Gone' });
  await shop.others.product(others.elsewhere, 'ACTIVE', { ...piece, categoryId: uuidv7() });
  for (const [name, productId] of Object.entries(others)) {
    await shop.others.stock(placed.storeId, productId, name === 'few' ? 2 : 5);
  }
  await eventually(async () => {
    const { rows } = await shop.pool.query('SELECT FROM store_stock WHERE store_id = $1', [placed.storeId]);
    expect(rows).toHaveLength(6);
    const known = await shop.pool.query('SELECT FROM catalogue_products WHERE product_id = ANY($1)', [
      [bananas.productId, ...Object.values(others)],
    ]);
    expect(known.rows).toHaveLength(7);
  });
  return { placed, others, categoryId, price: bananas.unitPrice };
}

test('the packer is shown products of the category that the store has, the nearest first', async () => {
  const { placed, others, categoryId, price } = await fruit('BEST_MATCH');
  const { orderId, staff } = placed;
  const shown = (id: string, name: string, packaging: string) => ({
    ...{ product: { id }, name, packaging, availableQuantity: 5 },
    unitPrice: { amount: price, currency: 'EUR' },
  });
  expect(await candidatesOfBananas(orderId, staff)).toEqual({
    line: { name: 'bananas', openQuantity: 3 },
    substituteCandidates: [shown(others.near, 'Near', '1 kg'), shown(others.small, 'Small', '1 l')],
  });

  await shop.others.stock(placed.storeId, others.near, 0);
  await eventually(async () => {
    const line = await candidatesOfBananas(orderId, staff);
    expect(line.substituteCandidates).toEqual([shown(others.small, 'Small', '1 l')]);
  });

  // At the price of the order's store.
  const own = { amount: price - 1, currency: 'EUR' };
  const small = { name: 'Small', price: { amount: price, currency: 'EUR' }, size: 700, unit: 'GRAM' };
  await shop.others.product(others.small, 'ACTIVE', {
    ...{ ...small, categoryId, storePrices: [{ storeId: placed.storeId, price: own }] },
  });
  await eventually(async () => {
    const line = await candidatesOfBananas(orderId, staff);
    expect(line.substituteCandidates).toEqual([{ ...shown(others.small, 'Small', '1 l'), unitPrice: own }]);
  });

  await shop.pick(staff, orderId);
  expect(await candidatesOfBananas(orderId, staff)).toEqual({
    line: { name: 'bananas', openQuantity: 0 },
    substituteCandidates: [],
  });
});

test('a customer who wants the money back is shown nothing else', async () => {
  const { placed } = await fruit('REFUND');
  expect((await candidatesOfBananas(placed.orderId, placed.staff)).substituteCandidates).toEqual([]);
});

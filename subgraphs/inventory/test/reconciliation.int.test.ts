import { admin, anonymous, customer, operator } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { startInventoryHarness, type InventoryHarness } from './harness.ts';
import { startStoreHarness, stocked } from './storeHarness.ts';

const RECONCILIATION = '{ inventoryReconciliation { service isComplete differences { kind key detail } } }';
const olga = admin();
let s: InventoryHarness;
let w: Awaited<ReturnType<typeof startStoreHarness>>;
beforeAll(async () => {
  s = await startInventoryHarness();
  w = await startStoreHarness({ world: s.world });
}, 60_000);
afterAll(async () => {
  await w.close();
  await s.close();
}, 60_000);

const compared = async () => (await s.client.query(RECONCILIATION, {}, olga)).data?.inventoryReconciliation;

test('levels that somebody wrote past their ledger are told, as often as it is asked, and nothing is changed', async () => {
  const productId = uuidv7();
  const { storeId } = await stocked(w.db, w.platform, { [productId]: 5 });
  const agreement = { service: 'inventory', isComplete: true, differences: [] };
  expect(await compared()).toEqual(agreement);
  const write = (onHand: number, reserved: number) =>
    w.db.stockItem.update({
      where: { storeId_productId: { storeId, productId } },
      data: { onHand, reserved },
    });
  const item = await write(7, 1);
  const difference = {
    kind: 'LEDGER_DIFFERS',
    key: item.id,
    detail: `product ${productId} in store ${storeId}: on hand 7, by the ledger 5; reserved 1, by the ledger 0, held 0`,
  };
  for (let twice = 0; twice < 2; twice += 1) {
    expect(await compared()).toEqual({ ...agreement, differences: [difference] });
  }
  await write(5, 0);
  expect(await compared()).toEqual(agreement);
});

test('one answer lists 200 differences and says that there are more', async () => {
  const products = Object.fromEntries(Array.from({ length: 201 }, () => [uuidv7(), 5]));
  const { storeId } = await stocked(w.db, w.platform, products);
  await w.db.stockItem.updateMany({ where: { storeId }, data: { onHand: 6 } });
  const { isComplete, differences } = await compared();
  expect([isComplete, differences.length]).toEqual([false, 200]);
  await w.db.stockItem.updateMany({ where: { storeId }, data: { onHand: 5 } });
});

test.each([
  ['a guest', anonymous(), 'UNAUTHENTICATED'],
  ['a customer', customer(), 'FORBIDDEN'],
  ['an operator of a store', operator([uuidv7()]), 'FORBIDDEN'],
])('%s is refused', async (_, caller, code) => {
  const { data, errors } = await s.client.query(RECONCILIATION, {}, caller);
  expect([data, errors?.map(({ extensions }) => extensions?.code)]).toEqual([
    { inventoryReconciliation: null },
    [code],
  ]);
});

import { currentContext } from '@nakku/telemetry';
import { countStatements, operator } from '@nakku/testkit';
import type { StatementCount } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { insertStore } from '../src/store/stores.ts';
import { anOrder, startInventoryHarness } from './harness.ts';
import type { InventoryHarness } from './harness.ts';
import { aStore } from './storeHarness.ts';

let s: InventoryHarness;
let counted: StatementCount;
const store = aStore();
beforeAll(async () => {
  s = await startInventoryHarness();
  await insertStore(s.db, store);
  counted = countStatements(() => currentContext()?.requestId);
}, 60_000);
afterAll(async () => {
  counted.stop();
  await s.close();
}, 60_000);

/** 6, however many lines: inventory's part of the 70 that an order may cost. */
test('statements of an order that is reserved and kept', async () => {
  const products = await Promise.all([s.product(), s.product(), s.product()]);
  await s.client.query(
    `mutation ($input: StockReceiveInput!) { stockReceive(input: $input) { userErrors { __typename } } }`,
    {
      input: {
        storeId: store.storeId,
        lines: products.map((productId) => ({ productId, quantity: 10 })),
        idempotencyKey: uuidv7(),
      },
    },
    operator([store.storeId]),
  );
  const order = anOrder(s, store.storeId, Object.fromEntries(products.map((productId) => [productId, 2])));
  const reserved = (sequence: number) =>
    s.capture.waitFor('inventory.reserved', {
      subject: order.orderId,
      where: (event) => event.sequence === sequence,
    });
  const held = await counted.roundTripsOf(async () => {
    await order.created();
    await reserved(1);
  });
  const kept = await counted.roundTripsOf(async () => {
    await order.confirmed();
    await reserved(2);
  });
  // Claim, the reservation with all its pieces, what commits with it.
  expect({ held, kept }).toEqual({ held: 3, kept: 3 });
});

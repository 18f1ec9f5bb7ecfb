// Reservations per second, with 8 at a time: `node --conditions=@nakku/source --import tsx <this file>` beside running servers.
// "Statement": the reservation alone; "transaction": with its events, as the consumer does it.
import { v7 as uuidv7 } from 'uuid';
import { reserveOrder } from '../subgraphs/inventory/src/app/reserveOrder.ts';
import { reserve } from '../subgraphs/inventory/src/store/reserve.ts';
import { startStoreHarness, stocked } from '../subgraphs/inventory/test/storeHarness.ts';

const AT_ONCE = 8;
const HOLD_MS = 600_000;
const w = await startStoreHarness({ poolSize: AT_ONCE });
const [hot = '', ...cold] = Array.from({ length: 301 }, () => uuidv7());
const pieces = Object.fromEntries([hot, ...cold].map((productId) => [productId, 1_000_000]));
const { storeId } = await stocked(w.db, w.platform, pieces);

const orderOf = (productIds: readonly string[]) => ({
  orderId: uuidv7(),
  storeId,
  lines: productIds.map((productId) => ({ productId, quantity: 1 })),
});
const five = (order: number) => [0, 1, 2, 3, 4].map((line) => cold[(order * 37 + line * 61) % 300] ?? hot);
const transaction = (productIds: readonly string[]) =>
  w.platform.transaction((tx) => reserveOrder(tx, orderOf(productIds), HOLD_MS));

async function measure(
  title: string,
  orders: number,
  place: (order: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const cpu = process.cpuUsage();
  const started = performance.now();
  const worker = async () => {
    while (next < orders) await place(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const each = ((user + system) / 1_000 / orders).toFixed(2);
  process.stdout.write(`${title}: ${Math.round(orders / seconds)}/s, ${each} CPU ms each in Node\n`);
}

for (const round of ['warm-up', 'measured']) {
  process.stdout.write(`${round}\n`);
  await measure('  statement, one hot row', 4_000, () =>
    reserve(w.db, { ...orderOf([hot]), holdMs: HOLD_MS }),
  );
  await measure('  transaction, one hot row', 2_000, () => transaction([hot]));
  await measure('  transaction, five lines of 300 products', 2_000, (order) => transaction(five(order)));
}
await w.close();

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Action, Entry } from '../../../tools/src/verify/chaos/history.ts';
import { judge } from '../../../tools/src/verify/chaos/judge.ts';
import { readTruth } from '../../../tools/src/verify/chaos/truth.ts';
import type { Violation } from '../../../tools/src/verify/invariants/index.ts';
import { invariantNamed, openDatabases } from '../../../tools/src/verify/invariants/index.ts';
import { hostSystem } from '../../e2e/harness/hosted-system.mjs';
import type { Subgraph } from '../../e2e/harness/system.ts';

/**
 * The checker is checked: mistakes are built into one service after the other, and each is found by name. What they
 * leave behind is broken for good, so they have a system of their own.
 */
const hosted = await hostSystem();
process.env.NAKKU_E2E_SYSTEM = JSON.stringify(hosted.address);
const { system } = await import('../../e2e/harness/system.ts');
const { closeAll, newCustomer } = await import('../../e2e/harness/accounts.ts');
const { sql } = await import('../../e2e/harness/database.ts');
const { cancel, fillCart, order, orderInStatus, orderWhen, placeOrder, product, store } =
  await import('../../e2e/harness/shopping.ts');
const { providerTotals } = await import('../../e2e/harness/provider.ts');
const { countStock } = await import('../../e2e/harness/stock.ts');
const { until } = await import('../../e2e/harness/waiting.ts');
const { watchOrder } = await import('../../e2e/harness/watch.ts');

const databases = openDatabases({
  databaseUrl: (name) => system.databaseUrl(name),
  kafkaBrokers: system.servers.kafkaBrokers,
  topicPrefix: '',
  providerUrl: system.url('payment-provider'),
});
afterAll(async () => {
  await closeAll();
  await databases.close();
  await hosted.stop();
});

const register = pathToFileURL(path.join(import.meta.dirname, 'register.mjs')).href;
const broken = (variant: string): Record<string, string> => ({
  NODE_OPTIONS: `--import ${register}`,
  NAKKU_BROKEN: variant,
});
const WHOLE = { NODE_OPTIONS: '', NAKKU_BROKEN: '', EVENT_FAULTS: '' };

/** Runs `work` with a mistake in one service, which works as it should afterwards. */
async function withMistake(service: Subgraph, variant: string, work: () => Promise<void>): Promise<void> {
  await system.restart(service, broken(variant));
  try {
    await work();
  } finally {
    await system.restart(service, WHOLE);
  }
}

const LONG_MS = 60_000;
/** Waits until a rule finds this order (or whatever it is about). @returns what it says */
async function caught(rule: string, id: string): Promise<string> {
  const { find } = invariantNamed(rule);
  const about = (violations: Violation[]): Violation | undefined => violations.find((one) => one.id === id);
  const found = await until(
    () => find(databases),
    (violations) => about(violations) !== undefined,
    LONG_MS,
  );
  return about(found)?.detail ?? '';
}

test('reservation without condition: stock is never negative', async () => {
  const { productId } = product(10);
  await countStock(productId, 1);
  // The database refuses it by a constraint, even then: that guard is off as well.
  await sql('inventory', 'ALTER TABLE stock_items DROP CONSTRAINT stock_items_never_oversold_check');
  const [item] = await sql<{ id: string }>(
    'inventory',
    'SELECT id::text FROM stock_items WHERE product_id = $1 AND store_id = $2',
    [productId, store.storeId],
  );
  await withMistake('inventory', 'reservation without condition', async () => {
    const buyers = await Promise.all([newCustomer('Ole Over'), newCustomer('Sina Sold')]);
    await Promise.all(buyers.map((buyer) => order(buyer, [{ productId, quantity: 1 }])));
    expect(await caught('stock is never negative', item?.id ?? '')).toMatch(/on hand 1, reserved 2$/);
  });
}, 120_000);

/** Every request to the provider is executed so much later; payments gives up waiting after 2 s and asks again. */
async function providerTakes(ms: number): Promise<void> {
  const body = JSON.stringify({ latencyMs: { min: ms, max: ms } });
  await fetch(`${system.url('payment-provider')}/_sim/faults`, { method: 'POST', body });
}

test('no provider key: each attempt holds money once', async () => {
  const { productId } = product(11);
  const buyer = await newCustomer('Dora Double');
  await withMistake('payments', 'no provider key', async () => {
    await providerTakes(2_500);
    const { orderId, total } = await order(buyer, [{ productId, quantity: 1 }]);
    await until(
      () => providerTotals(orderId),
      (totals) => totals !== undefined && totals.authorised >= 2 * total,
      LONG_MS,
    );
    await providerTakes(0);
    expect(await caught('each attempt holds money once', orderId)).toMatch(
      new RegExp(`^held \\d+ for attempts of ${total}$`),
    );
  });
}, 120_000);

test('marked before published: events of an aggregate are on the broker in order', async () => {
  const { productId } = product(12);
  const buyer = await newCustomer('Lea Lost');
  await withMistake('orders', 'marked before published', async () => {
    await system.stop('kafka');
    const { orderId } = await order(buyer, [{ productId, quantity: 1 }]);
    const unpublished = (): Promise<{ key: string }[]> =>
      sql('orders', 'SELECT key FROM platform.outbox WHERE key = $1 AND published_at IS NULL', [orderId]);
    await until(unpublished, (rows) => rows.length === 0);
    await system.start('kafka');
    expect(await cancel(buyer, orderId)).toBe('CANCELLED');
    expect(await caught('events of an aggregate are on the broker in order', orderId)).toMatch(
      /^orders: event 2 follows 0 on the broker|^orders: the broker has 0 of 2/,
    );
  });
}, 120_000);

test('inbox off: each order takes its goods once', async () => {
  const { productId } = product(13);
  const buyer = await newCustomer('Ines Inbox');
  const basket = await fillCart(buyer, [{ productId, quantity: 1 }]);
  await system.stop('inventory');
  try {
    const { orderId } = await placeOrder(buyer, basket);
    expect(await cancel(buyer, orderId)).toBe('CANCELLED');
    await system.start('inventory', { ...broken('inbox off'), EVENT_FAULTS: 'seed=1,reorder=1' });
    expect(await caught('each order takes its goods once', orderId)).toMatch(
      /^CANCELLED, product .*: committed 0 of 0, reserved 1$/,
    );
  } finally {
    await system.restart('inventory', WHOLE);
  }
}, 120_000);

test('unsorted locks: locks are taken in one order', async () => {
  const LINES = 30;
  const lines = Array.from({ length: LINES }, (_, index) => ({
    productId: product(20 + index).productId,
    quantity: 1,
  }));
  const buyers = await Promise.all(Array.from({ length: 12 }, (_, n) => newCustomer(`Urs${n} Unsorted`)));
  const baskets = await Promise.all(
    buyers.map(async (buyer) => ({ buyer, basket: await fillCart(buyer, lines) })),
  );
  await system.stop('inventory');
  try {
    await Promise.all(baskets.map(({ buyer, basket }) => placeOrder(buyer, basket)));
    await system.start('inventory', broken('unsorted locks'));
    expect(await caught('locks are taken in one order', 'inventory')).toMatch(/^\d+ deadlocks$/);
  } finally {
    await system.restart('inventory', WHOLE);
  }
}, 120_000);

test('no catch-up: watchers miss nothing', async () => {
  const { productId } = product(14);
  const buyer = await newCustomer('Nele Nothing');
  await withMistake('orders', 'no catch-up', async () => {
    const basket = await fillCart(buyer, [{ productId, quantity: 1 }]);
    await system.stop('inventory');
    const { orderId } = await placeOrder(buyer, basket);
    const before = watchOrder(buyer, orderId);
    await before.begins();
    await before.stop();
    await system.start('inventory');
    await orderInStatus(buyer, orderId, 'CONFIRMED');
    const after = watchOrder(buyer, orderId, before.updates.at(-1)?.cursor);
    await cancel(buyer, orderId);
    await orderWhen(buyer, orderId, ({ status }) => status === 'CANCELLED');
    await after.step('CANCELLED');
    await after.stop();
    const history = [...before.updates, ...after.updates].map(
      ({ sequence, step: { kind, status }, order: { version } }, index): Entry => {
        const received: Action = { f: 'watch', orderId, sequence, kind, status, version };
        return { index, time: index, process: 'Nele', type: 'ok', ...received };
      },
    );
    const verdict = judge(history, await readTruth(databases)).find(
      ({ name }) => name === 'watchers miss nothing',
    );
    expect(verdict?.violations[0]?.detail).toMatch(/^its watcher was told 1, then [3-9]$/);
  });
}, 120_000);

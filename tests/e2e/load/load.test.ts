import { checkInvariants, describeResults } from '../../../tools/src/verify/invariants/index.ts';
import type { InvariantReport, InvariantTargets } from '../../../tools/src/verify/invariants/index.ts';
import { openDeadLetters, redriveDeadLetter } from '../../../tools/src/ops/deadLetters.ts';
import { findStuck } from '../../../tools/src/ops/stuck.ts';
import type { LoadOptions } from '../../../tools/src/verify/load/options.ts';
import { runLoad } from '../../../tools/src/verify/load/runLoad.ts';
import { theAdmin } from '../harness/accounts.ts';
import { sql } from '../harness/database.ts';
import type { Simulator } from '../harness/simulator.ts';
import { simulatorAtWork } from '../harness/simulator.ts';
import { fullShelf, shelfOf } from '../../../tools/src/simulators/staff/shelf.ts';
import type { Service } from '../harness/system.ts';
import { system } from '../harness/system.ts';

const baskets = [
  ['whole milk', 'rolls/buns', 'soda'],
  ['yogurt', 'tropical fruit', 'coffee', 'whole milk'],
  ['bottled water'],
  ['rolls/buns', 'root vegetables', 'other vegetables', 'butter', 'whole milk', 'whole milk'],
  ['sausage', 'soda'],
].map((items, index) => ({ line: index + 1, items }));

const silent = { log: () => undefined, onProgress: () => undefined };
const LONG_MS = 300_000;
let simulator: Simulator;
/** What the packers find; a test may take something away. */
let shelf = fullShelf;

beforeAll(() => {
  simulator = simulatorAtWork(1, { missingOf: (line) => shelf.missingOf(line) });
});
afterAll(() => simulator.stop());

const play = (over: Partial<LoadOptions>) =>
  runLoad(
    {
      gatewayUrl: system.gatewayUrl,
      baskets,
      file: 'baskets.csv',
      orders: 30,
      concurrency: 8,
      declinedPercent: 10,
      afterDecline: 'another_card',
      orderTimeoutMs: 180_000,
      ...over,
    },
    silent,
  );

const targets: InvariantTargets = {
  databaseUrl: (name) => system.databaseUrl(name),
  providerUrl: system.url('payment-provider'),
  kafkaBrokers: system.servers.kafkaBrokers,
  topicPrefix: '',
};

const invariants = (acknowledged: readonly string[], idleTimeoutMs = 60_000): Promise<InvariantReport> =>
  checkInvariants(targets, { idleTimeoutMs, acknowledged });

const broken = (report: InvariantReport): string => (report.holds ? '' : describeResults(report));

test(
  'thirty baskets become thirty delivered orders, declined cards included, and every invariant holds',
  async () => {
    const report = await play({});
    expect(report.failed).toEqual([]);
    expect(report.notRepeated).toEqual([]);
    expect(report.ended.map(({ status }) => status)).toEqual(Array.from({ length: 30 }, () => 'DELIVERED'));
    expect(new Set(report.placed).size).toBe(30);
    expect(broken(await invariants(report.placed))).toBe('');
  },
  LONG_MS,
);

test('what has ended waits for no operator, and there is nothing to redrive', async () => {
  const { placed } = await play({ orders: 2, concurrency: 2, declinedPercent: 0 });
  await invariants(placed);
  const stuck = await findStuck(theAdmin, { minutes: 0 });
  expect(stuck.filter(({ id }) => placed.includes(id))).toEqual([]);
  expect(await openDeadLetters(theAdmin)).toEqual([]);
  const unknown = '0198c0de-0000-7000-8000-000000000000';
  expect(await redriveDeadLetter(theAdmin, 'orders', unknown)).toEqual({ kind: 'unknown' });
}, 120_000);

test(
  'with scarce stock some orders are cancelled for it, and nothing is sold twice',
  async () => {
    const report = await play({ stock: 2, ignoresStock: true, afterDecline: 'cancel' });
    expect(report.failed).toEqual([]);
    const reasons = new Set(report.ended.map(({ cancelReason }) => cancelReason));
    expect(reasons).toContain('OUT_OF_STOCK');
    expect(reasons).toContain(null);
    expect(broken(await invariants(report.placed))).toBe('');
  },
  LONG_MS,
);

test(
  'what packers do not find is replaced or left out, and every piece and cent is accounted for',
  async () => {
    shelf = shelfOf({ shortPercent: 40, seed: 1 });
    const report = await play({ declinedPercent: 0 }).finally(() => (shelf = fullShelf));
    expect(report.failed).toEqual([]);
    const ends = new Set(report.ended.map(({ status, cancelReason }) => `${status} ${cancelReason ?? ''}`));
    expect([...ends].filter((end) => end !== 'DELIVERED ' && end !== 'CANCELLED OUT_OF_STOCK')).toEqual([]);
    const [counts] = await sql<Record<string, boolean>>(
      'orders',
      `SELECT bool_or(short > 0) AS short, bool_or(substituted > 0) AS substituted FROM order_lines WHERE order_id = ANY($1)`,
      [report.placed],
    );
    expect(counts).toEqual({ short: true, substituted: true });
    expect(broken(await invariants(report.placed))).toBe('');
  },
  LONG_MS,
);

test(
  'services killed on the way cost no order',
  async () => {
    const names: Service[] = ['cart', 'orders', 'payments', 'gateway'];
    const killer = {
      names,
      async kill(name: string) {
        const found = names.find((service) => service === name);
        if (!found) throw new Error(`nobody asked to kill ${name}`);
        await system.kill(found);
        await system.whenReady(found);
      },
    };
    const report = await play({ killer });
    expect(report.failed).toEqual([]);
    expect(report.killed).toEqual(names);
    expect(report.ended).toHaveLength(30);
    expect(broken(await invariants(report.placed))).toBe('');
  },
  LONG_MS,
);

interface Mistake {
  readonly what: string;
  readonly name: 'inventory' | 'orders' | 'payments';
  /** The row that is spoilt, `$1` of the others. */
  readonly of?: string;
  readonly spoil: string;
  readonly heal: string;
  readonly caught: string;
}

describe('the checker catches', () => {
  const failing = async (): Promise<string[]> =>
    (await invariants([], 1_000)).results
      .filter(({ violations }) => violations.length > 0)
      .map(({ name }) => name);

  test.each([
    {
      what: 'stock that appears from nowhere',
      name: 'inventory',
      spoil:
        'UPDATE stock_items SET on_hand = on_hand + 1 WHERE id = (SELECT min(id::text)::uuid FROM stock_items)',
      heal: 'UPDATE stock_items SET on_hand = on_hand - 1 WHERE id = (SELECT min(id::text)::uuid FROM stock_items)',
      caught: 'stock adds up',
    },
    {
      what: 'pieces that are reserved for nobody',
      name: 'inventory',
      spoil:
        'UPDATE stock_items SET reserved = reserved + 1 WHERE id = (SELECT min(id::text)::uuid FROM stock_items WHERE on_hand > 0)',
      heal: 'UPDATE stock_items SET reserved = reserved - 1 WHERE id = (SELECT min(id::text)::uuid FROM stock_items WHERE on_hand > 0)',
      caught: 'reserved is what live holds hold',
    },
    {
      what: 'money that was given back in our books alone',
      name: 'payments',
      spoil: `UPDATE payments SET refund_asked = 1, refunded = 1 WHERE id = (SELECT min(id::text)::uuid FROM payments WHERE status = 'CAPTURED' AND kind = 'CARD')`,
      heal: `UPDATE payments SET refunded = 0, refund_asked = 0 WHERE refunded = 1 AND status = 'CAPTURED'`,
      caught: 'our payments agree with the provider',
    },
    {
      what: 'a substitute of a product that nobody chose',
      name: 'orders',
      of: `SELECT min(id::text) AS id FROM order_substitutions WHERE status = 'SUBSTITUTED'`,
      spoil: `UPDATE order_substitutions SET status = 'REMOVED' WHERE id = $1::uuid`,
      heal: `UPDATE order_substitutions SET status = 'SUBSTITUTED' WHERE id = $1::uuid`,
      caught: 'substitutes replace what was missing',
    },
    {
      what: 'a piece that was never reserved and left the books',
      name: 'orders',
      of: `SELECT min(l.id::text) AS id FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.status = 'DELIVERED' AND l.short > 0`,
      spoil: `UPDATE orders o SET shortages = o.shortages || jsonb_build_array(
          jsonb_build_object('productId', l.product_id, 'requested', 1, 'available', 0))
        FROM order_lines l WHERE l.id = $1::uuid AND o.id = l.order_id`,
      heal: `UPDATE orders o SET shortages = o.shortages - -1 FROM order_lines l WHERE l.id = $1::uuid AND o.id = l.order_id`,
      caught: 'what was not on the shelf left the books',
    },
    {
      what: 'a piece that was paid and not delivered',
      name: 'orders',
      of: `SELECT min(l.id::text) AS id FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.status = 'DELIVERED' AND l.picked > 0`,
      spoil: `UPDATE order_lines SET picked = picked - 1, short = short + 1 WHERE id = $1::uuid`,
      heal: `UPDATE order_lines SET picked = picked + 1, short = short - 1 WHERE id = $1::uuid`,
      caught: 'each customer pays what was delivered',
    },
    {
      what: 'a line that costs something else than its pieces',
      name: 'orders',
      of: `SELECT min(id::text) AS id FROM order_lines WHERE final_total < total`,
      spoil: `UPDATE order_lines SET final_total = final_total + 1 WHERE id = $1::uuid`,
      heal: `UPDATE order_lines SET final_total = final_total - 1 WHERE id = $1::uuid`,
      caught: 'every line of an order is accounted for',
    },
    {
      what: 'an invoice number that nobody got',
      name: 'orders',
      spoil: `UPDATE invoice_counters SET last = last + 1 WHERE store_id = (SELECT min(store_id::text)::uuid FROM invoice_counters)`,
      heal: `UPDATE invoice_counters SET last = last - 1 WHERE store_id = (SELECT min(store_id::text)::uuid FROM invoice_counters)`,
      caught: 'invoices have no gaps',
    },
    {
      what: 'a use of a promotion that no order has',
      name: 'orders',
      spoil: `INSERT INTO redemption_counters (key, used) VALUES ('promotion:none', 1)`,
      heal: `DELETE FROM redemption_counters WHERE key = 'promotion:none'`,
      caught: 'promotions are used as often as counted',
    },
    {
      what: 'a consumer that skipped an event',
      name: 'orders',
      spoil: `UPDATE platform.stream_positions SET sequence = sequence + 1 WHERE topic = 'delivery' AND key = (SELECT min(key) FROM platform.stream_positions WHERE topic = 'delivery')`,
      heal: `UPDATE platform.stream_positions SET sequence = sequence - 1 WHERE topic = 'delivery' AND key = (SELECT min(key) FROM platform.stream_positions WHERE topic = 'delivery')`,
      caught: 'each event is applied once per consumer',
    },
  ] satisfies Mistake[])(
    '$what',
    async ({ name, of, spoil, heal, caught }: Mistake) => {
      const values = of === undefined ? [] : (await sql<{ id: string }>(name, of)).map(({ id }) => id);
      await sql(name, spoil, values);
      const found = await failing().finally(() => sql(name, heal, values));
      expect(found).toContain(caught);
      expect(await failing()).toEqual([]);
    },
    LONG_MS,
  );
});

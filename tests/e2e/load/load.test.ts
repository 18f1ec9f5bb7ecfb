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

beforeAll(() => {
  simulator = simulatorAtWork();
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
    const report = await play({ stock: 2, afterDecline: 'cancel' });
    expect(report.failed).toEqual([]);
    const reasons = new Set(report.ended.map(({ cancelReason }) => cancelReason));
    expect(reasons).toContain('OUT_OF_STOCK');
    expect(reasons).toContain(null);
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
      what: 'a consumer that skipped an event',
      name: 'orders',
      spoil: `UPDATE platform.stream_positions SET sequence = sequence + 1 WHERE topic = 'delivery' AND key = (SELECT min(key) FROM platform.stream_positions WHERE topic = 'delivery')`,
      heal: `UPDATE platform.stream_positions SET sequence = sequence - 1 WHERE topic = 'delivery' AND key = (SELECT min(key) FROM platform.stream_positions WHERE topic = 'delivery')`,
      caught: 'each event is applied once per consumer',
    },
  ] as const)(
    '$what',
    async ({ name, spoil, heal, caught }) => {
      await sql(name, spoil);
      const found = await failing().finally(() => sql(name, heal));
      expect(found).toContain(caught);
      expect(await failing()).toEqual([]);
    },
    LONG_MS,
  );
});

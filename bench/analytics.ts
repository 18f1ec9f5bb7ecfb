// Rolls up events of 90 days and reads a dashboard of them. Fails if a million events take two minutes or more, or the p95 of a
// report is 50 ms or more: `node --conditions=@nakku/source --import tsx <this file> [--events 1000000]` beside running servers.
import { parseArgs } from 'node:util';
import { operator } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { startAnalyticsHarness } from '../subgraphs/analytics/test/harness.ts';
import { orderStory, storeCreated } from '../subgraphs/analytics/test/story.ts';
import type { TypedEvent } from '../subgraphs/analytics/test/story.ts';

const { values } = parseArgs({ options: { events: { type: 'string', default: '1000000' } } });
const EVENTS = Number(values.events);
const BATCH = 500;
const STORES = 20;
const DAYS = 90;
const PRODUCTS = 500;
const BAR_EVENTS_PER_SECOND = 1_000_000 / 120;
const BAR_REPORT_MS = 50;
const ROUNDS = 60;
const DAY_MS = 86_400_000;

const running = await startAnalyticsHarness();
const stores = Array.from({ length: STORES }, () => uuidv7());
const products = Array.from({ length: PRODUCTS }, () => uuidv7());
const customers = Array.from({ length: 10_000 }, () => uuidv7());
await running.take(...stores.map((storeId) => storeCreated(storeId)));
const end = Date.now();

/** Five events of an order: the orders come one after the other over the days, eight products an order at most. */
function eventsOf(index: number, count: number): TypedEvent[] {
  const pick = <Item>(items: readonly Item[], step: number): Item => {
    const item = items[(index * 7_919 + step * 104_729) % items.length];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  };
  const order = orderStory({
    storeId: pick(stores, 1),
    customerId: pick(customers, 2),
    at: new Date(end - DAYS * DAY_MS + Math.floor((index / count) * (DAYS - 1) * DAY_MS)),
    lines: Array.from({ length: 1 + (index % 8) }, (_, line) => ({
      ...{ productId: pick(products, 3 + line), quantity: 1 + (line % 3), unitPrice: 99 + 50 * line },
    })),
  });
  const minutes = 8 + (index % 40);
  return [
    order.placed(index % 5 === 0 ? 100 : 0),
    ...[order.confirmed(1), order.assigned(4), order.delivered(minutes), order.completed(minutes)],
  ];
}

const orders = Math.ceil(EVENTS / 5);
let batch: TypedEvent[] = [];
let rollingMs = 0;
let taken = 0;
async function flush(): Promise<void> {
  const started = performance.now();
  await running.take(...batch);
  rollingMs += performance.now() - started;
  taken += batch.length;
  batch = [];
}
for (let index = 0; index < orders; index += 1) {
  batch.push(...eventsOf(index, orders));
  if (batch.length >= BATCH) await flush();
}
if (batch.length > 0) await flush();
const perSecond = Math.round((taken / rollingMs) * 1_000);
await running.pool.query('VACUUM ANALYZE rollups, product_days, customer_months, order_facts');
const { rows } = await running.pool.query<{ rows: string; bytes: string }>(
  `SELECT (SELECT count(*) FROM rollups) AS rows, pg_total_relation_size('order_facts') + pg_total_relation_size('rollups')
     + pg_total_relation_size('product_days') + pg_total_relation_size('customer_months') AS bytes`,
);
process.stdout.write(
  `${taken} events in ${(rollingMs / 1_000).toFixed(1)} s, ${perSecond} a second; ${rows[0]?.rows} rollups, ` +
    `${Math.round(Number(rows[0]?.bytes) / orders)} bytes an order in all tables\n`,
);

const REPORT = `query ($storeId: ID!, $from: DateTime!, $to: DateTime!) {
  salesReport(storeId: $storeId, from: $from, to: $to, interval: DAY) {
    total { ordersDelivered grossRevenue { amount } orderToDoorP50 orderToDoorP99 fillRate }
    intervals { start measures { ordersDelivered grossRevenue { amount } orderToDoorP90 promiseKeptRate } }
  }
}`;
const times: number[] = [];
for (let round = -5; round < ROUNDS; round += 1) {
  const storeId = stores[(round + 5) % STORES] ?? '';
  const variables = { storeId, from: new Date(end - DAYS * DAY_MS), to: new Date(end) };
  const started = performance.now();
  const { data, errors } = await running.client.query(REPORT, variables, operator([storeId]));
  if (errors || !data?.salesReport) throw new Error(JSON.stringify(errors));
  if (round >= 0) times.push(performance.now() - started);
}
times.sort((one, other) => one - other);
const at = (share: number): number => times[Math.floor(times.length * share)] ?? Infinity;
process.stdout.write(
  `a report of ${DAYS} days by day: p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms\n`,
);
await running.stop();
process.exitCode = perSecond <= BAR_EVENTS_PER_SECOND || at(0.95) >= BAR_REPORT_MS ? 1 : 0;

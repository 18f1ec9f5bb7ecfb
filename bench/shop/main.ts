// What shopping costs, of a whole system on servers of its own: CPU, SQL and time of the catalogue, the cart and orders.
// npx tsx --conditions=@nakku/source bench/shop/main.ts [--quick] [idle list search cart flow burst rate]
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { demoStores } from '@nakku/demo';
import pg from 'pg';
import { format, resolveConfig } from 'prettier';
import { growCatalogue } from './catalogue.ts';
import { openClient } from './client.ts';
import { analyse, makeHistory } from './history.ts';
import { report } from './report.ts';
import { scenarios } from './scenarios.ts';
import type { Measured, ScenarioName, Shop } from './scenarios.ts';
import { openShoppers, ordersOf } from './shoppers.ts';
import { startMeasuredSystem } from './system.ts';
import { perUnit } from './usage.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    products: { type: 'string', default: '10000' },
    orders: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '10' },
    burst: { type: 'string', default: '300' },
    rate: { type: 'string', default: '20' },
    quick: { type: 'boolean', default: false },
    profiles: { type: 'string' },
    statements: { type: 'boolean', default: false },
    results: { type: 'string', default: path.join(import.meta.dirname, '../RESULTS-shop.md') },
  },
});
const size = {
  products: values.quick ? 1_000 : Number(values.products),
  orders: values.quick ? 1_000 : Number(values.orders),
};
const isScenario = (name: string): name is ScenarioName => Object.hasOwn(scenarios, name);
const chosen = Object.keys(scenarios)
  .filter(isScenario)
  .filter((name) => positionals.length === 0 || positionals.includes(name));
if (values.profiles !== undefined) mkdirSync(values.profiles, { recursive: true });

const note = (line: string): void => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
note('starting the system');
const measured = await startMeasuredSystem(values.profiles);
const { system } = measured;
const client = openClient(system.gatewayUrl);
const orders = ordersOf(system);
process.exitCode = 1;
try {
  note(`a catalogue of ${size.products} products`);
  await growCatalogue(system, size.products);
  const { productIds, departments } = await shelves();
  note('shoppers');
  const shoppers = await openShoppers(client, productIds);
  const shop: Shop = {
    measured,
    client,
    shoppers,
    orders,
    productIds,
    departments,
    storeId: demoStores[0]?.storeId ?? '',
    seconds: values.quick ? 4 : Number(values.seconds),
    burst: values.quick ? 100 : Number(values.burst),
    rate: Number(values.rate),
  };
  if (size.orders > 0) {
    note(`${size.orders} past orders`);
    for (let count = 0; count < 20; count += 1) await shoppers.place(await shoppers.prepare());
    for (let look = 0; look < 100 && (await orders.lives(new Date(0))).confirmed < 20; look += 1)
      await new Promise((resolve) => void setTimeout(resolve, 100));
    await makeHistory(system, size.orders);
  }
  await analyse(system);
  const results: [ScenarioName, Measured][] = [];
  for (const name of chosen) {
    note(name);
    const result = await scenarios[name](shop);
    results.push([name, result]);
    if (values.statements) {
      const { before, after, units } = result;
      for (const [text, count] of perUnit(before.texts, after.texts, units))
        if (count > 0.05) console.log(`${count.toFixed(2).padStart(7)} ${text}`);
    }
  }
  const text = await format(report(results, size), {
    ...(await resolveConfig(values.results)),
    filepath: values.results,
  });
  console.log(text);
  const isWhole = positionals.length === 0 && !values.quick && values.profiles === undefined;
  if (isWhole) writeFileSync(values.results, text);
  process.exitCode = 0;
} finally {
  await orders.close();
  await client.close();
  await measured.stop();
}

/** What is sold, and the categories that fill a page. */
async function shelves(): Promise<{ productIds: string[]; departments: string[] }> {
  const database = new pg.Client({ connectionString: system.databaseUrl('products') });
  await database.connect();
  try {
    const products = await database.query<{ id: string }>(
      // Shoppers buy two of each, confirm no age and want it left at the door.
      `SELECT id FROM products WHERE status = 'ACTIVE' AND age_limit IS NULL AND min_per_order <= 2
       AND coalesce(max_per_order, 2) >= 2 ORDER BY id LIMIT 400`,
    );
    const categories = await database.query<{ slug: string }>(
      `SELECT c.slug FROM categories c
       JOIN categories below ON c.id = ANY(below.ancestor_ids) JOIN products p ON p.category_id = below.id
       WHERE p.status = 'ACTIVE' GROUP BY c.slug HAVING count(*) >= 20 ORDER BY c.slug`,
    );
    return {
      productIds: products.rows.map(({ id }) => id),
      departments: categories.rows.map(({ slug }) => slug),
    };
  } finally {
    await database.end();
  }
}

// Time of catalogue pages of 20 at 10,000 products, over HTTP, 8 at a time:
// `node --conditions=@nakku/source --import tsx <this file>` beside running servers.
import { anonymous } from '@nakku/testkit';
import { seedCatalogue } from '../subgraphs/products/src/commands/seedCatalogue.ts';
import { startProductsHarness } from '../subgraphs/products/test/harness.ts';

const AT_ONCE = 8;
const REQUESTS = 800;
const s = await startProductsHarness();
await seedCatalogue(s);
await s.pool.query(
  `INSERT INTO products (id, sku, slug, name, description, brand, size, unit, price, currency, tax_rate, category_id, tags,
     image_urls, created_at)
   SELECT uuidv7(), sku || '.' || n, slug || '-' || n, name || ' ' || n, description, brand, size, unit,
     50 + (random() * 3000)::int, currency, tax_rate, category_id, tags, image_urls, now() - n * interval '1 hour'
   FROM products, generate_series(1, 27) AS n`,
);
await s.pool.query('VACUUM ANALYZE');

const fields = `edges { node { id name packaging price { amount currency } imageUrls category { id name } } }
  pageInfo { hasNextPage endCursor }`;
const pages = {
  'by name': 'sort: NAME',
  'of a department': 'category: { slug: "dairy-eggs" }',
  'of a shelf': 'category: { slug: "whole-milk" }',
  'dearest first, filtered': 'sort: PRICE_DESC, filter: { priceFrom: 500, tags: ["organic"] }',
  'search for one word': 'search: "milk"',
  'search while typing': 'search: "organic wh"',
};

async function execute(args: string): Promise<number> {
  const started = performance.now();
  const { errors } = await s.client.query(`{ products(${args}, first: 20) { ${fields} } }`, {}, anonymous());
  if (errors) throw new Error(JSON.stringify(errors));
  return performance.now() - started;
}

for (const [title, args] of Object.entries(pages)) {
  for (let warm = 0; warm < 50; warm += 1) await execute(args);
  const times: number[] = [];
  const started = performance.now();
  const worker = async () => {
    while (times.length < REQUESTS) times.push(await execute(args));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const rate = Math.round((times.length * 1_000) / (performance.now() - started));
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.floor(times.length * share)]?.toFixed(1);
  process.stdout.write(
    `${title}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, ${rate}/s with the client in this process\n`,
  );
}
await s.close();

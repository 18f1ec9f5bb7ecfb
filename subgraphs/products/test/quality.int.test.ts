import { anonymous } from '@nakku/testkit';
import { seedCatalogue } from '../src/commands/seedCatalogue.ts';
import { type ProductsHarness, startProductsHarness } from './harness.ts';
import { mean, type Quality, qualityOf, readJudged } from './quality.ts';

let s: ProductsHarness;

beforeAll(async () => {
  s = await startProductsHarness();
  await seedCatalogue(s);
}, 60_000);
afterAll(() => s.close(), 60_000);

async function skusOf(search: string): Promise<string[]> {
  const { data, errors } = await s.client.query(
    'query ($search: String) { products(search: $search, first: 10) { edges { node { sku } } } }',
    { search },
    anonymous(),
  );
  expect(errors).toBeUndefined();
  return data?.products.edges.map((edge: { node: { sku: string } }) => edge.node.sku);
}

test('the judged searches find what people look for, first', async () => {
  const judged = readJudged();
  expect(judged.length).toBeGreaterThanOrEqual(200);
  const all: (Quality & { kind: string })[] = [];
  const missed: string[] = [];
  for (const { kind, search, relevant } of judged) {
    const found = await skusOf(search);
    const quality = qualityOf(relevant, found);
    all.push({ ...quality, kind });
    if (quality.recall < 1 || quality.reciprocalRank < 1) {
      missed.push(`${kind} "${search}": recall ${quality.recall.toFixed(2)}, found ${found.join(' ')}`);
    }
  }
  const of = (kinds: readonly string[]) => {
    const some = all.filter(({ kind }) => kinds.includes(kind));
    return {
      recall: mean(some.map(({ recall }) => recall)),
      reciprocalRank: mean(some.map(({ reciprocalRank }) => reciprocalRank)),
    };
  };
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  const lines = kinds.map((kind) => {
    const { recall, reciprocalRank } = of([kind]);
    return `${kind}: recall@10 ${recall.toFixed(3)}, MRR ${reciprocalRank.toFixed(3)}`;
  });
  const total = of(kinds);
  const report = [`all ${all.length}: ${JSON.stringify(total)}`, ...lines, ...missed].join('\n');
  if (total.recall < 0.95 || total.reciprocalRank < 0.85) throw new Error(report);
  if (process.env['SEARCH_QUALITY_REPORT'] !== undefined) process.stdout.write(`${report}\n`);
}, 120_000);

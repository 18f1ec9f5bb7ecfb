// How long `npx turbo dev` takes from a saved file to what a developer sees, in a copy of the checkout:
// `npx tsx --conditions=@nakku/source bench/dev-loop.ts --rounds 5`. It starts servers and all services of its own.
import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { memoryBelow } from './dev-loop/memory.ts';
import { startTurboDev } from './dev-loop/turboDev.ts';

const START_MS = 300_000;
const SCHEMA = 'schema/products.graphql';
const TYPES = 'subgraphs/products/src/generated/graphql.ts';
const RESOLVERS = 'subgraphs/products/src/graphql/resolvers.ts';
const MEMORY_LIMIT = 3 * 1_024 ** 3;
/** A person looks at what came of a save before the next one. */
const LOOKS_MS = 5_000;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);

/** What is measured, and within how many milliseconds it is meant to be. */
const BARS = {
  terminal: ['a broken schema is named in the terminal, with file, line and text', 1_000],
  graphiql: ['a broken schema is named in GraphiQL', 1_000],
  swapAfterServed: ['the supergraph is swapped, after the subgraph serves the schema', 1_000],
  swapAfterSaved: ['the supergraph is swapped, after saving', 3_000],
  types: ['the resolver types are new, beside', 5_000],
  first: ['a service that nobody saved before is live again', 2_000],
  resolver: ['a saved resolver is live', 2_000],
  broken: ['a service that cannot start is reported, the others respond', 2_000],
} as const satisfies Record<string, readonly [what: string, limitMs: number]>;
type Measured = keyof typeof BARS;
const isMeasured = (key: string): key is Measured => Object.hasOwn(BARS, key);
const measured = Object.keys(BARS).filter(isMeasured);
const took = new Map<Measured, number[]>();
const note = (what: Measured, ms: number): void => void took.set(what, [...(took.get(what) ?? []), ms]);

const dev = startTurboDev();
process.once('SIGINT', () => void dev.stop().then(() => process.exit(130)));

/** The end of the terminal's text from now on. */
function watchTerminal(): () => string {
  const from = dev.terminal().length;
  return () => dev.terminal().slice(from);
}

async function brokenSchema(): Promise<void> {
  const good = dev.read(SCHEMA);
  const { version } = await dev.news();
  const shown = watchTerminal();
  const saved = dev.save(SCHEMA, good.replace('type Query {', 'type Query {\n  broken(: String'));
  const reported = dev.news(version).then(({ problems }) => {
    const [place] = problems[0]?.places ?? [];
    if (place?.text !== 'broken(: String') throw new Error('GraphiQL was not told the place');
    return performance.now() - saved;
  });
  note(
    'terminal',
    await dev.until(
      'the error in the terminal',
      () => /schema\/products\.graphql:\d+:\d+ .*\n.*broken\(: String/.test(shown()),
      saved,
    ),
  );
  note('graphiql', await reported);
  const repaired = watchTerminal();
  dev.save(SCHEMA, good);
  await dev.until('repaired', async () => (await dev.news()).problems.length === 0);
  await dev.until('products serves it', () => repaired().includes('products is live after'));
}

async function newField(field: string): Promise<void> {
  const { supergraph } = await dev.news();
  const shown = watchTerminal();
  const saved = dev.save(
    SCHEMA,
    dev.read(SCHEMA).replace('type Query {', `type Query {\n  "New."\n  ${field}: String`),
  );
  const types = dev.until('types', () => dev.read(TYPES).includes(field), saved);
  await dev.until('the subgraph serves it', () => shown().includes('products is live after'));
  const served = performance.now();
  await dev.until('the swap', async () => (await dev.news()).supergraph !== supergraph);
  // Nobody resolves it yet; that it is asked for at all is the swap.
  await dev.until('a response', async () =>
    (await dev.execute(`{ ${field} }`)).includes(`"data":{"${field}"`),
  );
  const swapped = performance.now();
  note('swapAfterServed', swapped - served);
  note('swapAfterSaved', swapped - saved);
  note('types', await types);
}

async function newResolver(field: string): Promise<void> {
  const saved = dev.save(
    RESOLVERS,
    dev.read(RESOLVERS).replace('Query: { product,', `Query: { ${field}: () => 'saved', product,`),
  );
  note(
    'resolver',
    await dev.until(
      'the new response',
      async () => (await dev.execute(`{ ${field} }`)).includes('"saved"'),
      saved,
    ),
  );
}

/** Nothing of it was prepared. */
async function firstSave(service: string): Promise<void> {
  const file = `subgraphs/${service}/src/main.ts`;
  const shown = watchTerminal();
  const saved = dev.save(file, `${dev.read(file)}// saved\n`);
  note(
    'first',
    await dev.until(`${service} is live`, () => shown().includes(`${service} is live after`), saved),
  );
}

async function brokenService(): Promise<void> {
  const file = 'subgraphs/cart/src/service.ts';
  const good = dev.read(file);
  const shown = watchTerminal();
  const saved = dev.save(file, 'this is no program');
  const reported = await dev.until('cart ended', () => shown().includes('cart ended'), saved);
  const response = await dev.execute('{ categories { slug } }');
  if (!response.includes('slug') || response.includes('"errors"'))
    throw new Error(`with cart broken, products returns ${response}`);
  note('broken', reported);
  dev.save(file, good);
  await dev.until('cart is back', () => shown().includes('cart is live after'));
}

function report(memory: number, load: string): boolean {
  const seconds = (ms: number): string => (ms / 1_000).toFixed(2).padStart(7);
  const head = ['median s', 'slowest s', 'bar s'];
  const rows = measured.map((key) => {
    const [what, limit] = BARS[key];
    const sorted = [...(took.get(key) ?? [])].sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? Infinity;
    return { what, isMet: median <= limit, cells: [median, sorted.at(-1) ?? Infinity, limit].map(seconds) };
  });
  console.log(`\n${availableParallelism()} cores, load ${load} before, ${rounds} rounds`);
  console.log(' '.repeat(7 + 72) + head.map((one) => one.padStart(11)).join(''));
  for (const { what, isMet, cells } of rows)
    console.log(
      `${isMet ? 'ok    ' : 'MISSED'} ${what.padEnd(72)}${cells.map((c) => c.padStart(11)).join('')}`,
    );
  const isSmall = memory <= MEMORY_LIMIT;
  console.log(
    `${isSmall ? 'ok    ' : 'MISSED'} memory of everything, servers included: ${(memory / 1_024 ** 2).toFixed(0)} MiB, at most ${MEMORY_LIMIT / 1_024 ** 2}`,
  );
  return isSmall && rows.every(({ isMet }) => isMet);
}

try {
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const started = await dev.until('turbo dev is ready', dev.isReady, undefined, START_MS);
  await dev.until('products is seeded', async () =>
    (await dev.execute('{ categories { slug } }')).includes('slug'),
  );
  console.log(`ready after ${(started / 1_000).toFixed(1)} s`);
  const memory = [memoryBelow(dev.pid)];
  for (let round = 1; round <= rounds; round += 1) {
    const field = `benchField${round}`;
    for (const scene of [brokenSchema, () => newField(field), () => newResolver(field), brokenService]) {
      await pause(LOOKS_MS);
      await scene();
    }
    memory.push(memoryBelow(dev.pid));
    console.log(
      `round ${round}: ${measured
        .flatMap((key) => (took.get(key)?.slice(-1) ?? []).map((ms) => `${key} ${(ms / 1_000).toFixed(2)}`))
        .join(', ')}`,
    );
  }
  for (const service of ['users', 'delivery', 'inventory']) {
    await pause(LOOKS_MS);
    await firstSave(service);
  }
  memory.push(memoryBelow(dev.pid));
  if (!report(Math.max(...memory), load)) process.exitCode = 1;
} finally {
  await dev.stop();
}

// How long `npx turbo dev` takes from a saved file to what a developer sees, in a copy of the checkout:
// `node --conditions=source --import tsx bench/dev-loop.ts`. It starts servers and all services of its own.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { copyCheckout } from '../tools/src/checkout-copy.ts';

const PORT = 14_000;
const GATEWAY = `http://127.0.0.1:${PORT}`;
const START_MS = 300_000;
const PATIENCE_MS = 60_000;
const LOOK_MS = 15;

const stateSchema = z.object({
  version: z.number(),
  supergraph: z.string(),
  problems: z.array(
    z.object({ places: z.array(z.object({ file: z.string(), line: z.number(), text: z.string() })) }),
  ),
});

const copy = copyCheckout();
const at = (file: string): string => path.join(copy.root, file);
const turbo = spawn(path.join(copy.root, 'node_modules/.bin/turbo'), ['run', 'dev'], {
  cwd: copy.root,
  detached: true,
  env: {
    ...process.env,
    NODE_OPTIONS: '',
    POSTGRES_URL: '',
    KAFKA_BROKERS: '',
    REDIS_URL: '',
    NAKKU_SERVERS: 'embedded',
    NAKKU_STATE: at('.nakku'),
    GATEWAY_PORT: String(PORT),
    SUBGRAPH_PORT_BASE: String(PORT),
    TURBO_TELEMETRY_DISABLED: '1',
  },
  stdio: ['ignore', 'pipe', 'pipe'],
});
let terminal = '';
for (const stream of [turbo.stdout, turbo.stderr])
  stream.on('data', (chunk: Buffer) => (terminal += String(chunk)));

async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = PATIENCE_MS,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await Promise.resolve(holds()).catch(() => false))) {
    if (Date.now() > deadline)
      throw new Error(`not within ${withinMs / 1_000} s: ${what}\n${terminal.slice(-3_000)}`);
    await pause(LOOK_MS);
  }
}

/** What GraphiQL is told: answers as soon as it is another than `known`. */
const news = async (known: number): Promise<z.infer<typeof stateSchema>> =>
  stateSchema.parse(await (await fetch(`${GATEWAY}/explorer/schema/${known}.json`)).json());

async function ask(query: string): Promise<unknown> {
  const response = await fetch(`${GATEWAY}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

const rows: [what: string, budgetMs: number, tookMs: number][] = [];
/** Milliseconds from now until it holds. */
async function timed(what: string, holds: () => boolean | Promise<boolean>, since: number): Promise<number> {
  await until(what, holds);
  return performance.now() - since;
}

const SCHEMA = 'schema/products.graphql';
const TYPES = 'subgraphs/products/src/generated/graphql.ts';

async function brokenSchema(): Promise<void> {
  const good = readFileSync(at(SCHEMA), 'utf8');
  const { version } = await news(0);
  const from = terminal.length;
  const saved = performance.now();
  writeFileSync(at(SCHEMA), good.replace('type Query {', 'type Query {\n  broken(: String'));
  const told = news(version).then(({ problems }) => {
    if (problems[0]?.places[0]?.text !== 'broken(: String')
      throw new Error('GraphiQL was not told the place');
    return performance.now() - saved;
  });
  const shown = await timed(
    'the error in the terminal',
    () => terminal.slice(from).includes('broken(: String'),
    saved,
  );
  rows.push(['a broken schema is named in the terminal', 1_000, shown]);
  rows.push(['a broken schema is named in GraphiQL', 1_000, await told]);
  writeFileSync(at(SCHEMA), good);
  await until('repaired', async () => (await news(0)).problems.length === 0);
}

async function newField(): Promise<void> {
  const good = readFileSync(at(SCHEMA), 'utf8');
  const { supergraph } = await news(0);
  const from = terminal.length;
  const saved = performance.now();
  writeFileSync(at(SCHEMA), good.replace('type Query {', 'type Query {\n  "New."\n  benchField: String'));
  const types = timed('types', () => readFileSync(at(TYPES), 'utf8').includes('benchField'), saved);
  await until('the subgraph serves it', () => /products is live after/.test(terminal.slice(from)));
  const served = performance.now();
  await until('the swap', async () => (await news(0)).supergraph !== supergraph);
  await until(
    'an answer',
    async () => JSON.stringify(await ask('{ benchField }')) === '{"data":{"benchField":null}}',
  );
  const swapped = performance.now();
  rows.push(['the supergraph is swapped, after the subgraph serves it', 1_000, swapped - served]);
  rows.push(['the supergraph is swapped, after saving', 3_000, swapped - saved]);
  rows.push(['the resolver types are new, beside', 10_000, await types]);
}

async function newResolver(): Promise<void> {
  const file = 'subgraphs/products/src/graphql/query.ts';
  const good = readFileSync(at(file), 'utf8');
  const saved = performance.now();
  writeFileSync(
    at(file),
    good.replace('categories: (_parent', "benchField: () => 'saved',\n  categories: (_parent"),
  );
  const live = async (): Promise<boolean> => JSON.stringify(await ask('{ benchField }')).includes('"saved"');
  rows.push(['a saved resolver is live', 2_000, await timed('the new answer', live, saved)]);
}

async function brokenService(): Promise<void> {
  const from = terminal.length;
  writeFileSync(at('subgraphs/cart/src/subgraph.ts'), 'this is no program');
  await until('cart ended', () => /cart ended/.test(terminal.slice(from)));
  const answer = JSON.stringify(await ask('{ benchField categories { slug } }'));
  console.log(`with cart broken the others ${answer.includes('"errors"') ? 'FAIL' : 'answer'}`);
}

/** Proportional memory of a process and all below it, bytes: shared pages are counted once. */
function memoryBelow(pid: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // it ended meanwhile
    }
  }
  const isBelow = (one: number | undefined): boolean =>
    one !== undefined && (one === pid || isBelow(parents.get(one)));
  let sum = 0;
  for (const one of parents.keys()) {
    if (!isBelow(one)) continue;
    try {
      const rollup = readFileSync(`/proc/${one}/smaps_rollup`, 'utf8');
      sum += Number(/^Pss: +(\d+)/m.exec(rollup)?.[1] ?? 0) * 1_024;
    } catch {
      // it ended meanwhile
    }
  }
  return sum;
}

try {
  await until('turbo dev is ready', async () => (await fetch(`${GATEWAY}/ready`)).ok, START_MS);
  await until('products is seeded', async () =>
    JSON.stringify(await ask('{ categories { slug } }')).includes('slug'),
  );
  const memory = memoryBelow(turbo.pid ?? process.pid);
  await brokenSchema();
  await newField();
  await newResolver();
  await brokenService();
  console.log(`\n${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`);
  for (const [what, budget, took] of rows)
    console.log(
      `${what.padEnd(56)} ${(took / 1_000).toFixed(2).padStart(6)} s  ${took <= budget ? 'within' : 'OVER'} ${budget / 1_000} s`,
    );
  const limit = 3 * 1_024 ** 3;
  console.log(
    `${'memory of everything, servers included'.padEnd(56)} ${(memory / 1_024 ** 2).toFixed(0).padStart(6)} MiB  ${memory <= limit ? 'within' : 'OVER'} 3 GiB`,
  );
} finally {
  if (turbo.pid !== undefined && turbo.exitCode === null) process.kill(-turbo.pid, 'SIGINT');
  await new Promise((resolve) =>
    turbo.exitCode === null ? turbo.once('exit', resolve) : resolve(undefined),
  );
  copy.remove();
}

// Live clients of the gateway beside those of a plain graphql-ws `useServer`. Run:
// npm run with-servers -- npx tsx --conditions=@nakku/source bench/subscriptions/main.ts [--profiles folder] [small] [large] [own]
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openChanges } from './changes.ts';
import type { Changes } from './changes.ts';
import { openDatabases } from './databases.ts';
import { measure } from './measure.ts';
import type { Scenario } from './measure.ts';
import { ratioBar, table, upstreamBar } from './report.ts';
import type { Bar, Result } from './report.ts';
import { oneTopic, ownOrders } from './scenarios.ts';
import type { Contender } from './servers.ts';
import { openShop } from './shop.ts';
import type { Shop } from './shop.ts';

const maximum = 10_000;
/** Beside the clients' sockets: subgraphs, Redis, files. */
const otherFiles = 500;

/** What can be asked for by name, all in the end; `bars` are its own beside those of every scenario. */
interface Part {
  readonly title: string;
  readonly sockets: number;
  scenario(shop: Shop, changes: Changes, productId: string): Promise<Scenario> | Scenario;
  bars(result: Result): Bar[];
}

const topicOf = (sockets: number, rounds: number): Part['scenario'] => {
  return (_, changes, productId) => oneTopic(changes, productId, sockets, rounds);
};

const parts: Readonly<Record<string, Part>> = {
  small: {
    title: '1,000 on one topic',
    sockets: 1_000,
    scenario: topicOf(1_000, 30),
    bars: () => [],
  },
  large: {
    title: '10,000 on one topic',
    sockets: maximum,
    scenario: topicOf(maximum, 15),
    bars: (result) => [ratioBar(result, 0.5)],
  },
  own: {
    title: '1,000 on their own orders',
    sockets: 1_000,
    scenario: (shop, changes) => ownOrders(changes, shop.tokens, 1_000),
    bars: (result) => [ratioBar(result, 1)],
  },
};

function partNamed(name: string): Part {
  const part = parts[name];
  if (!part) throw new Error(`there is no scenario ${name}: ${Object.keys(parts).join(', ')}`);
  return part;
}

function checkOpenFiles(sockets: number): void {
  const limits = process.platform === 'linux' ? readFileSync('/proc/self/limits', 'utf8') : '';
  const limit = Number(/Max open files\s+\d+\s+(\d+)/.exec(limits)?.[1] ?? Infinity);
  if (limit < sockets + otherFiles) {
    throw new Error(`${limit} open files are too few for ${sockets} sockets: raise \`ulimit -n\``);
  }
}

const { values, positionals } = parseArgs({
  options: { profiles: { type: 'string' } },
  allowPositionals: true,
});
const chosen = (positionals.length > 0 ? positionals : Object.keys(parts)).map(partNamed);

/** One after the other, each on products that nobody changed before. */
async function figuresOf({ title, scenario }: Part, shop: Shop, changes: Changes, products: string[]) {
  const one = async (contender: Contender) => {
    const played = await scenario(shop, changes, products.pop() ?? '');
    const figures = await measure(contender, played, shop.server, values.profiles);
    const { joinCpu, changeCpu } = figures;
    process.stderr.write(
      `${title}: ${contender} is done, CPU µs ${joinCpu.toFixed(0)} to join, ${changeCpu.toFixed(1)} per change\n`,
    );
    return figures;
  };
  return { title, figures: { gateway: await one('gateway'), useServer: await one('useServer') } };
}

checkOpenFiles(Math.max(...chosen.map(({ sockets }) => sockets)));
const shop = await openShop();
try {
  const databases = await openDatabases(shop.places);
  try {
    const changes = await openChanges(databases);
    const products = [...changes.productIds];
    const results: Result[] = [];
    const bars: Bar[] = [];
    for (const part of chosen) {
      const result = await figuresOf(part, shop, changes, products);
      results.push(result);
      bars.push(...part.bars(result));
    }
    bars.push(upstreamBar(results, 4));
    process.stdout.write(`${table(results)}\n\n`);
    for (const { text, isMet } of bars) process.stdout.write(`${isMet ? 'ok    ' : 'MISSED'} ${text}\n`);
    if (bars.some(({ isMet }) => !isMet)) process.exitCode = 1;
  } finally {
    await databases.close();
  }
} finally {
  await shop.close();
}

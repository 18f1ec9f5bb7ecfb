// Live clients of the gateway beside those of a plain graphql-ws `useServer`. Run:
// npm run with-servers -- npx tsx --conditions=source bench/subscriptions/main.ts [folder for CPU profiles]
import { readFileSync } from 'node:fs';
import { openChanges } from './changes.ts';
import type { Changes } from './changes.ts';
import { openDatabases } from './databases.ts';
import { measure } from './measure.ts';
import type { Scenario } from './measure.ts';
import { ratioBar, table, upstreamBar } from './report.ts';
import type { Result } from './report.ts';
import { oneTopic, ownOrders } from './scenarios.ts';
import type { Contender } from './servers.ts';
import { openShop } from './shop.ts';
import type { Shop } from './shop.ts';

const most = 10_000;
/** Beside the clients' sockets: subgraphs, Redis, files. */
const otherFiles = 500;
const [profiles] = process.argv.slice(2);

function checkOpenFiles(): void {
  const limits = process.platform === 'linux' ? readFileSync('/proc/self/limits', 'utf8') : '';
  const limit = Number(/Max open files\s+\d+\s+(\d+)/.exec(limits)?.[1] ?? Infinity);
  if (limit < most + otherFiles) {
    throw new Error(`${limit} open files are too few for ${most} sockets: raise \`ulimit -n\``);
  }
}

async function both(
  title: string,
  shop: Shop,
  scenario: (contender: Contender) => Promise<Scenario> | Scenario,
): Promise<Result> {
  const one = async (contender: Contender) => {
    const figures = await measure(contender, await scenario(contender), shop.server, profiles);
    process.stderr.write(`${title}: ${contender} is done\n`);
    return figures;
  };
  return { title, figures: { gateway: await one('gateway'), useServer: await one('useServer') } };
}

async function results(shop: Shop, changes: Changes): Promise<{ small: Result; large: Result; own: Result }> {
  const products = [...changes.productIds];
  const topic = (sockets: number, rounds: number) => () =>
    oneTopic(changes, products.pop() ?? '', sockets, rounds);
  return {
    small: await both('1,000 on one topic', shop, topic(1_000, 30)),
    large: await both('10,000 on one topic', shop, topic(most, 15)),
    own: await both('1,000 on their own orders', shop, () => ownOrders(changes, shop.tokens, 1_000)),
  };
}

checkOpenFiles();
const shop = await openShop();
try {
  const databases = await openDatabases(shop.places);
  try {
    const found = await results(shop, await openChanges(databases));
    const all = Object.values(found);
    const bars = [ratioBar(found.large, 0.5), ratioBar(found.own, 1), upstreamBar(all, 4)];
    process.stdout.write(`${table(all)}\n\n`);
    for (const { text, isMet } of bars) process.stdout.write(`${isMet ? 'ok    ' : 'MISSED'} ${text}\n`);
    if (bars.some(({ isMet }) => !isMet)) process.exitCode = 1;
  } finally {
    await databases.close();
  }
} finally {
  await shop.close();
}

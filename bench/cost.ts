// CPU of the gateway and of three subgraphs for each unit that operations are charged. Run:
// npm run with-servers -- npx tsx --conditions=@nakku/source bench/cost.ts
// It fails if the dearest and the cheapest unit differ by more than the bar.
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { pricedOperations } from './cost/operations.ts';
import type { PricedOperation } from './cost/operations.ts';
import { openChanges } from './subscriptions/changes.ts';
import { openDatabases } from './subscriptions/databases.ts';
import { startServer } from './subscriptions/servers.ts';
import { openShop } from './subscriptions/shop.ts';
import { cpuOf } from './subscriptions/usage.ts';

const bar = 5;
const [warmUps, requests] = [10, 30];
/** What is charged is corrected after a response; budgets come back so slowly that it can be read off them. */
const pauseMs = 300;
process.env.COST_PER_ADDRESS_PER_SECOND = '1';
process.env.COST_PER_USER = '10000000';
process.env.COST_PER_USER_PER_SECOND = '1';
process.env.NEW_DOCUMENTS_PER_ADDRESS = '1000000';
// The machine may be busy: what planning costs is to be seen, not that it is given up.
process.env.PLANNING_TIMEOUT_MS = '60000';

const shop = await openShop();
const databases = await openDatabases(shop.places);
const changes = await openChanges(databases);
const [order] = await changes.place(1);
if (!order) throw new Error('no order was placed');
const server = await startServer('gateway', shop.server, undefined);
const url = server.socketUrl.replace('ws', 'http');
const token = await shop.tokens.of(order.customerId);

async function send({ query, variables, isCustomers }: PricedOperation, i: number): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(isCustomers ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ query: query(i), variables }),
  });
  const body: { errors?: unknown } = Object(await response.json());
  if (body.errors) throw new Error(JSON.stringify(body.errors));
  return Number(response.headers.get('x-graphql-cost-remaining'));
}

/** What is left to the client of an operation once everything is corrected. */
async function remaining(operation: PricedOperation): Promise<number> {
  await pause(pauseMs);
  return send({ ...operation, query: () => '{ __typename }' }, 0);
}

/** User and system time of all processes so far, ms. */
async function cpuMs(): Promise<number> {
  const spent = await Promise.all([server.part, ...shop.parts].map(cpuOf));
  return spent.reduce((sum, one) => sum + one, 0) / 1_000;
}

/** CPU ms of a second in which nobody asks. */
async function idle(): Promise<number> {
  const before = await cpuMs();
  await pause(3_000);
  return ((await cpuMs()) - before) / 3;
}

async function figuresOf(operation: PricedOperation, idleMs: number) {
  for (let i = 0; i < warmUps; i += 1) await send(operation, i);
  const [budget, cpu, at] = [await remaining(operation), await cpuMs(), performance.now()];
  for (let i = 0; i < requests; i += 1) await send(operation, warmUps + i);
  const own = (await cpuMs()) - cpu - (idleMs * (performance.now() - at)) / 1_000;
  const units = (budget - (await remaining(operation))) / requests;
  return { title: operation.title, units, ms: own / requests, perUnit: own / requests / units };
}

try {
  const operations = pricedOperations({
    storeId: changes.storeId,
    productId: changes.productIds[0] ?? '',
    orderId: order.orderId,
  });
  // Everything is compiled before anything is measured.
  for (const operation of operations) for (let i = 0; i < warmUps; i += 1) await send(operation, i);
  const idleMs = await idle();
  process.stdout.write(
    `${cpus()[0]?.model}, Node ${process.version}, ${requests} requests each; idle ${idleMs.toFixed(1)} CPU ms/s\n`,
  );
  process.stdout.write('  CPU ms    units  CPU ms/unit\n');
  const figures = [];
  for (const operation of operations) {
    const { title, units, ms, perUnit } = await figuresOf(operation, idleMs);
    figures.push(perUnit);
    process.stdout.write(
      `${ms.toFixed(2).padStart(8)} ${units.toFixed(1).padStart(8)} ${perUnit.toFixed(4).padStart(12)}  ${title}\n`,
    );
  }
  const ratio = Math.max(...figures) / Math.min(...figures);
  process.stdout.write(
    `${ratio <= bar ? 'ok    ' : 'MISSED'} CPU per unit differs by ${ratio.toFixed(1)}×, at most ${bar}×\n`,
  );
  if (!(ratio <= bar)) process.exitCode = 1;
} finally {
  await server.stop();
  await databases.close();
  await shop.close();
}

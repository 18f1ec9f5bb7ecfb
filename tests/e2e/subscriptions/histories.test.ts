import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seededDraws } from '@nakku/platform';
import { z } from 'zod';
import type { Customer } from '../harness/accounts.ts';
import { closeAll, newCustomer } from '../harness/accounts.ts';
import { brokenInvariants } from '../harness/invariants.ts';
import type { Simulator } from '../harness/simulator.ts';
import { simulatorAtWork } from '../harness/simulator.ts';
import { order, orderWhen, product } from '../harness/shopping.ts';
import type { Server, Service } from '../harness/system.ts';
import { system } from '../harness/system.ts';
import { until } from '../harness/waiting.ts';
import type { Follower, Roads } from './followers.ts';
import { CLIENT_KINDS, histories, historyKey, openRoads, startFollower } from './followers.ts';

const { productId } = product(110);
const CUSTOMERS = 10;
const ORDERS_EACH = 4;
const CLIENTS_PER_ORDER = 5;
const SIMULATION_SPEED = 0.5;
/** Servers and services that start again while others fail. */
const BACK_MS = 90_000;

/** `SEED=… npx jest …` repeats what chance decided. */
const random = seededDraws(process.env.SEED === undefined ? undefined : Number(process.env.SEED));

const repositorySchema = path.resolve('schema');
const schema = path.join(system.state, 'schema-of-subscriptions');
const changing = 'payments.graphql';
let simulator: Simulator | undefined;
let roads: Roads;
const customers: Customer[] = [];

beforeAll(async () => {
  process.stderr.write(`subscriptions: SEED=${random.seed}\n`);
  cpSync(repositorySchema, schema, { recursive: true });
  await system.restart('gateway', {
    SUPERGRAPH_FILE: path.join(schema, 'supergraph.graphql'),
    SCHEMA_DIR: schema,
    WATCH_SCHEMA: 'true',
  });
  roads = await openRoads(8, random);
  for (let i = 0; i < CUSTOMERS; i += 1) customers.push(await newCustomer(`Sub${i} Scriber`));
}, 120_000);
afterAll(async () => {
  await simulator?.stop();
  await closeAll();
  // The next scenarios have the schema of the repository again.
  await system.restart('gateway', {
    SUPERGRAPH_FILE: path.join(repositorySchema, 'supergraph.graphql'),
    SCHEMA_DIR: repositorySchema,
    WATCH_SCHEMA: 'false',
  });
  rmSync(schema, { recursive: true, force: true });
}, 120_000);

async function supergraphId(): Promise<string> {
  const response = await fetch(`${system.internalUrl('gateway')}/health`, {
    headers: { connection: 'close' },
  });
  return z.object({ supergraph: z.string() }).parse(await response.json()).supergraph;
}

/** Another supergraph: one subgraph less, or as it was again. */
async function reload(): Promise<void> {
  const before = await supergraphId();
  const file = path.join(schema, changing);
  if (reloads % 2 === 0) rmSync(file);
  else cpSync(path.join(repositorySchema, changing), file);
  reloads += 1;
  await until(
    () => supergraphId().catch(() => before),
    (id) => id !== before,
  );
}
let reloads = 0;

async function kill(name: Service | Server): Promise<void> {
  await system.whenReady(name);
  await system.kill(name);
}

const faults: Record<string, () => Promise<void>> = {
  gateway: () => kill('gateway'),
  orders: () => kill('orders'),
  delivery: () => kill('delivery'),
  redis: () => kill('redis'),
  kafka: () => kill('kafka'),
  reload: async () => {
    await system.whenReady('gateway');
    await reload();
  },
};
const planned = ['kafka', 'redis', 'gateway', 'orders', 'delivery', 'reload', 'gateway', 'orders', 'reload'];

function shuffled<T>(of: readonly T[]): T[] {
  const rest = [...of];
  return of.flatMap(() => rest.splice(random.whole(rest.length), 1));
}

/** Every fault once in an order that chance decides, and clients that are cut off all the time. */
async function everythingFails(): Promise<string[]> {
  const done: string[] = [];
  for (const name of shuffled(planned)) {
    for (let i = random.whole(3); i >= 0; i -= 1) {
      roads.cutOne();
      await pause(200 + random.whole(600));
    }
    await faults[name]?.();
    done.push(name);
  }
  return done;
}

async function placeOrders(): Promise<{ orderId: string; customer: Customer }[]> {
  const placed = await Promise.all(
    customers.map(async (customer) => {
      const theirs: { orderId: string; customer: Customer }[] = [];
      for (let i = 0; i < ORDERS_EACH; i += 1) {
        const { orderId } = await order(customer, [{ productId, quantity: 1 }], { handover: 'LEFT_AT_DOOR' });
        theirs.push({ orderId, customer });
      }
      return theirs;
    }),
  );
  return placed.flat();
}

async function followOrder(o: { orderId: string; customer: Customer }): Promise<Follower[]> {
  // The delivery can be followed once there is one.
  await orderWhen(o.customer, o.orderId, ({ delivery }) => delivery !== null, BACK_MS);
  return Array.from({ length: CLIENTS_PER_ORDER }, (_, i) =>
    startFollower({
      kind: random.pick(CLIENT_KINDS),
      about: i === 0 ? 'delivery' : 'order',
      orderId: o.orderId,
      accessToken: o.customer.accessToken,
      gatewayUrl: roads.pick(),
    }),
  );
}

/** Those whose record is not the owner's history from where they began. */
async function different(followers: readonly Follower[]): Promise<unknown[]> {
  const owners = await histories([...new Set(followers.map(({ orderId }) => orderId))]);
  return followers.flatMap((follower) => {
    const history = owners.get(historyKey(follower)) ?? [];
    const receivedSteps = follower.receivedSteps();
    const expected = history.slice(history.indexOf(receivedSteps[0] ?? ''));
    if (receivedSteps.length > 0 && receivedSteps.join() === expected.join()) return [];
    return [
      {
        key: historyKey(follower),
        kind: follower.kind,
        receivedSteps,
        expected,
        failures: follower.failures(),
      },
    ];
  });
}

test('200 clients follow live orders while everything fails: each record is the history, exactly', async () => {
  const placed = await placeOrders();
  const followers = (await Promise.all(placed.map(followOrder))).flat();
  expect(followers).toHaveLength(200);
  await until(
    () => followers.filter((follower) => follower.receivedSteps().length === 0).length,
    (silent) => silent === 0,
  );

  simulator = simulatorAtWork(SIMULATION_SPEED);
  const done = await everythingFails();
  expect([...done].sort()).toEqual([...planned].sort());
  for (const name of ['kafka', 'redis', 'gateway', 'orders', 'delivery'] as const)
    await system.whenReady(name);

  expect(await brokenInvariants()).toBe('');
  await until(
    () => different(followers),
    (wrong) => wrong.length === 0,
    BACK_MS,
  );
  expect(followers.flatMap((follower) => follower.failures())).toEqual([]);
  const steps = followers.reduce((sum, follower) => sum + follower.receivedSteps().length, 0);
  process.stderr.write(`subscriptions: ${followers.length} clients were told ${steps} steps\n`);
  expect(steps).toBeGreaterThan(followers.length * 2);
}, 300_000);

import { loggerTo } from '@nakku/telemetry';
import type { Buckets, TokenRequest } from './buckets.ts';
import type { Client } from './client.ts';
import { createDemand } from './demand.ts';
import type { Demand } from './demand.ts';
import { createLocalBuckets } from './localBuckets.ts';

const allowance = {
  cost: 1_600,
  costPerSecond: 16,
  requests: 1_600,
  requestsPerSecond: 16,
  documents: 10,
  documentsPerSecond: 1,
};
const client: Client = { kind: 'address', key: 'address:1' };
const one = { requests: 1, cost: 10, documents: 0 };

/** Gateways that share buckets, a clock, and the requests that the buckets got. */
function gateways(leaseMs = 1_000) {
  const clock = { at: 0 };
  const now = () => clock.at;
  const shared = createLocalBuckets(now);
  const requests: (readonly TokenRequest[])[] = [];
  const buckets: Buckets = {
    consume(requested) {
      requests.push(requested);
      return shared.consume(requested);
    },
    stop: () => undefined,
  };
  const gateway = (): Demand =>
    createDemand({
      buckets,
      localBuckets: createLocalBuckets(now),
      user: allowance,
      address: allowance,
      accounts: allowance,
      enforced: true,
      leaseMs,
      log: loggerTo({ write: () => undefined }),
      now,
    });
  const left = async (): Promise<number | undefined> => {
    const { capacity, perSecond } = { capacity: 1_600, perSecond: 16 };
    const key = 'nakku:cost:{address:1}';
    return (await shared.consume([{ key, capacity, perSecond, amount: 0, used: 0 }])).left[0];
  };
  return { clock, gateway, requests, left };
}

async function granted(demand: Demand, times: number): Promise<number> {
  let count = 0;
  for (let i = 0; i < times; i++) if ((await demand.consume(client, one)).kind === 'granted') count += 1;
  return count;
}

test('a client far from its limits is granted without asking the shared buckets, which are told later', async () => {
  const { gateway, requests, left } = gateways();
  const demand = gateway();
  expect(await granted(demand, 10)).toBe(10);
  expect(requests).toHaveLength(1);
  expect(await left()).toBe(1_590);
  await demand.reconcile();
  expect(requests).toHaveLength(2);
  expect(requests[1]).toEqual([
    { key: 'nakku:requests:{address:1}', capacity: 1_600, perSecond: 16, amount: 0, used: 9 },
    { key: 'nakku:cost:{address:1}', capacity: 1_600, perSecond: 16, amount: 0, used: 90 },
  ]);
  expect(await left()).toBe(1_500);
});

test('balances are those of a gateway that asks each time', async () => {
  const [leasing, unleased] = [gateways(), gateways(0)];
  const [first, second] = [leasing.gateway(), unleased.gateway()];
  for (const demand of [first, second])
    await demand.consume(client, { requests: 500, cost: 500, documents: 0 });
  for (let i = 0; i < 10; i++) {
    // One token of each comes back.
    leasing.clock.at = i * 62.5;
    unleased.clock.at = i * 62.5;
    const charge = { requests: 1, cost: 25, documents: 0 };
    expect(await first.consume(client, charge)).toEqual(await second.consume(client, charge));
    first.correct(client, -20);
    second.correct(client, -20);
    await second.reconcile();
  }
  expect(unleased.requests.length).toBeGreaterThan(leasing.requests.length);
});

test('what was granted is settled with the next request that asks', async () => {
  const { gateway, requests, left } = gateways();
  const demand = gateway();
  await granted(demand, 3);
  demand.correct(client, 5);
  await demand.consume(client, { requests: 1, cost: 500, documents: 0 });
  expect(requests.slice(1).map((requested) => requested.map(({ amount, used }) => [amount, used]))).toEqual([
    [
      [1, 2],
      [500, 25],
    ],
  ]);
  expect(await left()).toBe(1_600 - 30 - 5 - 500);
});

test('a lease ends with its time', async () => {
  const { clock, gateway, requests } = gateways();
  const demand = gateway();
  await granted(demand, 2);
  clock.at = 999;
  await granted(demand, 1);
  expect(requests).toHaveLength(1);
  clock.at = 1_000;
  await granted(demand, 1);
  expect(requests).toHaveLength(2);
});

test('one gateway grants no more than the budget, however it is asked', async () => {
  const { gateway, left } = gateways();
  const demand = gateway();
  expect(await granted(demand, 300)).toBe(160);
  expect(await left()).toBe(0);
});

test('gateways together grant at most a sixteenth of what was left beyond a budget, each', async () => {
  const { gateway } = gateways();
  const all = Array.from({ length: 4 }, gateway);
  // Each has seen the full budget, and may grant from that until it asks again.
  for (const demand of all) await granted(demand, 1);
  let sum = all.length;
  for (const demand of all) sum += await granted(demand, 300);
  expect(sum).toBeGreaterThanOrEqual(160);
  expect(sum).toBeLessThanOrEqual(160 + (all.length * 160) / 16);
});

test('a document that was never seen always asks', async () => {
  const { gateway, requests } = gateways();
  const demand = gateway();
  await granted(demand, 1);
  await demand.consume(client, { requests: 1, cost: 1, documents: 1 });
  expect(requests.map((requested) => requested.length)).toEqual([2, 3]);
});

test('a budget that is below zero grants nothing without asking, and refuses', async () => {
  const { gateway, requests } = gateways();
  const demand = gateway();
  await granted(demand, 1);
  demand.correct(client, 1_700);
  const refused = await demand.consume(client, { requests: 1, cost: 0, documents: 0 });
  expect(refused).toMatchObject({ kind: 'refused', status: 429 });
  expect(requests).toHaveLength(2);
});

import { hostileLookalike } from './support/hostileTraffic.ts';
import { transports } from './support/transports.ts';
import { metricOf } from './support/metrics.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

const documentBytes = 100_000;
const planBytes = 100_000;
/** Of the plans' bytes: what has come once. */
const newShare = 0.2;

let world: World;
beforeAll(async () => {
  world = await startWorld({
    MAX_CACHED_OPERATION_BYTES: String(documentBytes),
    MAX_CACHED_PLAN_BYTES: String(planBytes),
    NEW_DOCUMENTS_PER_ADDRESS: '1000',
  });
});
afterAll(() => world.close());

async function cacheBytes() {
  const of = async (cache: string) =>
    Number(await metricOf(world.gateway, `operation_cache_bytes{cache="${cache}",service="gateway"}`));
  return { documents: await of('documents'), plans: await of('plans') };
}

test('unique documents fill the caches to their bounds and not beyond, whatever comments they bring', async () => {
  const send = async (i: number) =>
    expect((await transports.post(world, { query: hostileLookalike(i) })).codes).toEqual([]);
  await send(0);
  const one = await cacheBytes();
  // A comment of 20,000 characters counts for nothing.
  expect(one.documents).toBeGreaterThan(1_000);
  expect(one.documents).toBeLessThan(20_000);
  for (let i = 1; i < 100; i += 1) await send(i);
  expect(await cacheBytes()).toEqual({
    documents: Math.floor(documentBytes / one.documents) * one.documents,
    plans: Math.floor((planBytes * newShare) / one.plans) * one.plans,
  });
});

import { eventProducer, eventually } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { rebuild } from '../src/commands/rebuildCommand.ts';
import { startAnalyticsHarness, type AnalyticsHarness } from './harness.ts';
import { orderStory, storeCreated } from './story.ts';
import type { TypedEvent } from './story.ts';

const limits = { timeoutMs: 30_000 };
const products = Array.from({ length: 5 }, () => uuidv7());
const stores = [uuidv7(), uuidv7()];

let running: AnalyticsHarness;
beforeAll(async () => {
  running = await startAnalyticsHarness({ EVENT_FAULTS: 'seed=7,duplicate=0.3,reorder=0.5,fail=0.05' });
});
afterAll(() => running.stop());

/** Orders of the last twelve days, delivered, cancelled and refunded in turn. */
function history(): TypedEvent[] {
  return Array.from({ length: 24 }, (_, index) => {
    const at = new Date(Date.now() - (index + 1) * 11 * 3_600_000);
    const storeId = stores[index % 2] ?? '';
    const lines = products
      .slice(index % 5)
      .map((productId, i) => ({ productId, quantity: i + 1, unitPrice: 100 + index }));
    const order = orderStory({ storeId, at, lines });
    const start = [order.placed(index), order.confirmed(1)];
    if (index % 4 === 3) return [...start, order.cancelled(5, 'STORE_TIMEOUT')];
    const end = [order.assigned(4), order.delivered(10 + index), order.completed(10 + index)];
    return index % 3 === 0 ? [...start, ...end, order.refunded(200, 100)] : [...start, ...end];
  }).flat();
}

/** How many orders are known, and of how many the last event. */
const settled = async (): Promise<unknown[]> =>
  ((await running.rollups()).facts ?? []).map((row) => JSON.stringify(row));

test('what is rebuilt from the topics equals what was counted live, after duplicates, reordering and late events', async () => {
  const events = history();
  const producer = await eventProducer(running.world.topicPrefix);
  try {
    // The stores come last, and every third event late, behind those that happened after it.
    const late = events.filter((_, index) => index % 3 === 0);
    const sent = [...events.filter((_, index) => index % 3 !== 0), ...late, ...late];
    for (const event of [...sent, ...stores.map((storeId) => storeCreated(storeId))])
      await producer.send(event);
  } finally {
    await producer.stop();
  }

  // Live equals the same events taken once and in order.
  const expected = await startAnalyticsHarness();
  try {
    await expected.take(...stores.map((storeId) => storeCreated(storeId)), ...events);
    const wanted = await expected.rollups();
    await eventually(async () => expect(await running.rollups()).toEqual(wanted), limits);
  } finally {
    await expected.stop();
  }

  const live = await running.rollups();
  expect(live.rollups?.length).toBeGreaterThan(40);
  // Whatever is wrong with the rollups, a rebuild does not build on it.
  await running.pool.query(`UPDATE rollups SET counts = '{"gross": 1}'; DELETE FROM product_days`);
  const result = await rebuild(running.config);
  expect(result.carried).toBe(0);
  expect(result.delivered).toBeGreaterThan(events.length);
  expect(await running.rollups()).toEqual(live);
  expect(await settled()).toHaveLength(24);

  // Orders that the topics no longer have are kept, and a second rebuild changes nothing.
  const old = orderStory({
    storeId: stores[0] ?? '',
    at: new Date(Date.now() - 40 * 86_400_000),
    lines: [{ productId: products[0] ?? '', quantity: 1, unitPrice: 100 }],
  });
  await running.take(old.placed(), old.completed(9));
  const withOld = await running.rollups();
  expect(await rebuild(running.config)).toMatchObject({ carried: 1 });
  expect(await running.rollups()).toEqual(withOld);
}, 120_000);

test('two rebuilds at a time: the later one wins', async () => {
  const before = await running.rollups();
  const results = await Promise.allSettled([rebuild(running.config), rebuild(running.config)]);
  expect(results.map(({ status }) => status)).toContain('fulfilled');
  expect(await running.rollups()).toEqual(before);
}, 120_000);

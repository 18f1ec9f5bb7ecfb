import type { LiveSignals } from '@nakku/platform';
import { sharedReads, snapshotThenLive } from '../src/index.ts';

/** A table of numbers that counts how it is read. */
function table(rows: Record<string, number>, o: { maxBatch?: number } = {}) {
  const batches: (readonly string[])[] = [];
  let release = (): void => undefined;
  let gate: Promise<void> | undefined;
  const reads = sharedReads<string, number>({
    keyOf: (key) => key,
    ...o,
    async load(keys) {
      batches.push(keys);
      await gate;
      if (keys.includes('broken')) throw new Error('the database is away');
      return new Map(keys.flatMap((key) => (rows[key] === undefined ? [] : [[key, rows[key]]])));
    },
  });
  return {
    rows,
    batches,
    reads,
    hold: () => void (gate = new Promise((resolve) => (release = resolve))),
    release: () => {
      gate = undefined;
      release();
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what many ask for at once is read once, in one batch', async () => {
  const { reads, batches } = table({ a: 1, b: 2 });
  const keys = ['a', 'b', 'a', 'none', 'a'];
  expect(await Promise.all(keys.map((key) => reads.read(key, 0)))).toEqual([1, 2, 1, null, 1]);
  expect(batches).toEqual([['a', 'b', 'none']]);
});

test('a read that may not be old begins after it was asked for', async () => {
  const world = table({ a: 1 });
  world.hold();
  const before = world.reads.read('a', 0);
  await turn();
  world.rows.a = 2;
  const after = world.reads.read('a', 0);
  world.release();
  await Promise.all([before, after]);
  expect(await after).toBe(2);
  expect(world.batches).toEqual([['a'], ['a']]);
});

test('polls of one interval share one read, a hint reads anew', async () => {
  const { reads, batches, rows } = table({ a: 1 });
  for (let n = 0; n < 50; n += 1) expect(await reads.read('a', 60_000)).toBe(1);
  expect(batches).toHaveLength(1);
  rows.a = 2;
  expect(await reads.read('a', 60_000)).toBe(1);
  expect(await reads.read('a', 0)).toBe(2);
  expect(batches).toHaveLength(2);
});

test('one batch at a time, of bounded size; what may not be old comes first', async () => {
  const world = table({}, { maxBatch: 2 });
  world.hold();
  const all = [world.reads.read('x', 0)];
  await turn();
  all.push(...['p1', 'p2', 'p3'].map((key) => world.reads.read(key, 1)), world.reads.read('hinted', 0));
  await turn();
  expect(world.batches).toEqual([['x']]);
  world.release();
  await Promise.all(all);
  expect(world.batches).toEqual([['x'], ['hinted', 'p1'], ['p2', 'p3']]);
});

test('a failure reaches those who asked, and the next batch is read', async () => {
  const { reads } = table({ a: 1 });
  await expect(Promise.all([reads.read('broken', 0), reads.read('a', 0)])).rejects.toThrow(
    'the database is away',
  );
  expect(await reads.read('a', 0)).toBe(1);
});

test('a thousand subscriptions of one key poll it as often as one does', async () => {
  const world = table({ a: 1 });
  const live: LiveSignals = { healthy: true, publish: () => undefined, subscribe: () => () => undefined };
  let looks = 0;
  const streams = Array.from({ length: 1_000 }, () =>
    snapshotThenLive<number, number>({
      channels: ['a'],
      live,
      poll: { healthyMs: 40, unhealthyMs: 40 },
      mayFollow: () => true,
      async read(previous, maxAgeMs) {
        looks += 1;
        const state = (await world.reads.read('a', maxAgeMs)) ?? 0;
        return { state, payload: previous === state ? null : state };
      },
    }),
  );
  expect((await Promise.all(streams.map((stream) => stream.next()))).map(({ value }) => value)).toEqual(
    streams.map(() => 1),
  );
  const next = streams.map((stream) => stream.next());
  const begun = performance.now();
  while (looks < 5_000) await turn();
  const intervals = (performance.now() - begun) / 20 + 1;
  expect(world.batches.length).toBeLessThanOrEqual(1 + intervals);
  world.rows.a = 2;
  expect((await Promise.all(next)).map(({ value }) => value)).toEqual(streams.map(() => 2));
  for (const stream of streams) await stream.return?.();
});

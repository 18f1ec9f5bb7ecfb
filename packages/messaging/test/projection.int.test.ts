import type { SqlExecutor } from '@nakku/platform';
import { eventually } from '@nakku/testkit';
import { projection } from '../src/index.ts';
import { categoryMessage, send } from './broker.ts';
import { appliedTo, createWorld, newId, note, range } from './world.ts';
import type { World } from './world.ts';

const limits = { timeoutMs: 30_000 };

describe('a projection', () => {
  let world: World;
  beforeEach(() => (world = createWorld()));
  afterEach(() => world.end());

  test('gets what arrived together in few transactions: the newest event of each key, once', async () => {
    const reader = await world.service('reader');
    const keys = range(1, 40).map(() => newId());
    await send(
      world,
      ...keys.map((key) => categoryMessage(key, 1, 'Tea')),
      ...keys.map((key) => categoryMessage(key, 2, 'Tea')),
    );
    const sizes: number[] = [];
    await reader.platform({ tuning: { fetchWaitMs: 500 } }).start({
      consumer: {
        'category.updated': projection(async (events, tx) => {
          sizes.push(events.length);
          for (const event of events) await note(event, tx);
        }),
      },
    });
    await eventually(async () => {
      const last = await Promise.all(keys.map(async (key) => (await appliedTo(reader, key)).at(-1)));
      expect(last).toEqual(keys.map(() => 2));
    }, limits);
    for (const key of keys) {
      const applied = await appliedTo(reader, key);
      expect(applied).toEqual([...new Set(applied)].sort());
    }
    // Three partitions hold them: each comes as one batch at least, two of which may share a transaction.
    expect(sizes.length).toBeLessThanOrEqual(6);
    await send(world, ...keys.map((key) => categoryMessage(key, 1, 'Tea')));
    const marker = newId();
    await send(world, categoryMessage(marker, 1, 'Tea'));
    await eventually(async () => expect(await appliedTo(reader, marker)).toEqual([1]), limits);
    for (const key of keys) expect((await appliedTo(reader, key)).at(-1)).toBe(2);
  });

  test('that fails for one event applies the others; the one becomes a dead letter', async () => {
    const reader = await world.service('reader');
    const [bad, ...good] = range(1, 10).map(() => newId());
    await send(world, ...[bad ?? '', ...good].map((key) => categoryMessage(key, 1, 'Tea')));
    const platform = reader.platform({ tuning: { poisonTries: 2 } });
    await platform.start({
      consumer: {
        'category.updated': projection<
          { key: string; sequence: number; type: string; id: string },
          SqlExecutor
        >(async (events, tx) => {
          for (const event of events) await note(event, tx);
          if (events.some(({ key }) => key === bad)) throw new Error('the handler has a bug');
        }),
      },
    });
    await eventually(async () => {
      for (const key of good) expect(await appliedTo(reader, key)).toEqual([1]);
      const letters = await platform.deadLetters.list({ status: 'open' });
      expect(letters.map(({ key }) => key)).toEqual([bad]);
    }, limits);
    expect(await appliedTo(reader, bad ?? '')).toEqual([]);
  });
});

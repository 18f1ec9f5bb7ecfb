import type { SqlExecutor } from '@nakku/platform';
import { eventually } from '@nakku/testkit';
import type { RunningPlatform, TopicReprocessing } from '../src/index.ts';
import { appliedTo, changeCart, createWorld, newId, noting, range } from './world.ts';
import type { TestService, World } from './world.ts';

const LIMITS = { timeoutMs: 30_000 };

describe('a topic that is delivered again', () => {
  let world: World;
  let reader: TestService;
  let publisher: RunningPlatform<SqlExecutor>;
  let consumer: RunningPlatform<SqlExecutor>;
  const carts = [newId(), newId(), newId()];
  beforeAll(async () => {
    world = createWorld();
    const shop = await world.service('shop');
    reader = await world.service('reader');
    publisher = shop.platform();
    await publisher.start();
    consumer = reader.platform();
    await consumer.start({ consumer: noting('cart.updated') });
    for (const cartId of carts) for (let i = 0; i < 4; i += 1) await changeCart(publisher, cartId);
    for (const cartId of carts)
      await eventually(async () => expect(await appliedTo(reader, cartId)).toEqual(range(1, 4)), LIMITS);
  }, 60_000);
  afterAll(() => world.end());

  const finished = (id: string): Promise<TopicReprocessing> =>
    eventually(async () => {
      const run = (await consumer.reprocessings.list()).find((one) => one.id === id);
      expect(run?.finishedAt).toBeInstanceOf(Date);
      if (!run) throw new Error('unknown');
      return run;
    }, LIMITS);

  test('changes nothing where nothing is missing, however often', async () => {
    for (const by of ['Olga', 'Olaf']) {
      const { id } = await consumer.reprocessings.request('cart', by);
      expect(await finished(id)).toMatchObject({ requestedBy: by, delivered: 12, applied: 0, error: null });
    }
    for (const cartId of carts) expect(await appliedTo(reader, cartId)).toEqual(range(1, 4));
  });

  test('brings back what a restored database has lost, and nothing twice', async () => {
    const [lost = '', kept = ''] = carts;
    // As it was after the second event, though the group has read all four.
    await reader.db.rows(
      `WITH gone AS (DELETE FROM applied WHERE key = $1 AND sequence > 2 RETURNING event_id::uuid)
       DELETE FROM platform.inbox WHERE event_id IN (SELECT event_id FROM gone)`,
      lost,
    );
    await reader.db.rows('UPDATE platform.stream_positions SET sequence = 2 WHERE key = $1', lost);
    const { id } = await consumer.reprocessings.request('cart', 'Olga');
    // The service goes on meanwhile.
    await changeCart(publisher, kept);
    expect(await finished(id)).toMatchObject({ applied: expect.any(Number), error: null });
    await eventually(async () => expect(await appliedTo(reader, lost)).toEqual(range(1, 4)), LIMITS);
    await eventually(async () => expect(await appliedTo(reader, kept)).toEqual(range(1, 5)), LIMITS);
  });

  test('two requests at once are one', async () => {
    const requested = await Promise.all(
      range(1, 5).map(() => consumer.reprocessings.request('cart', 'Olga')),
    );
    const ids = new Set(requested.map(({ id }) => id));
    for (const id of ids) await finished(id);
    // A first one may have been done before the last was asked for.
    expect(ids.size).toBeLessThanOrEqual(2);
  });

  test('a topic that the service does not follow is not delivered', async () => {
    expect(consumer.reprocessings.topics).toEqual(['cart']);
    const { id } = await consumer.reprocessings.request('payments', 'Olga');
    expect(await finished(id)).toMatchObject({
      delivered: 0,
      error: 'this service does not follow the topic',
    });
  });
});

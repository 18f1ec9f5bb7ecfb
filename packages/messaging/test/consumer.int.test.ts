import { registry } from '@nakku/telemetry';
import { cartMessage, categoryMessage, send } from './broker.ts';
import { eventually } from '@nakku/testkit';
import { appliedTo, changeCart, createWorld, deferred, newId, note, noting, range } from './world.ts';
import type { World } from './world.ts';
import { ensureTopics } from '../src/index.ts';

const limits = { timeoutMs: 40_000 };

describe('the consumer under bad deliveries', () => {
  let world: World;
  beforeEach(() => (world = createWorld()));
  afterEach(() => world.end());

  test('duplicated, reordered, delayed and failed deliveries are each applied once, in order', async () => {
    const shop = await world.service('shop');
    const reader = await world.service('reader');
    const publisher = shop.platform();
    await publisher.start();
    const faults = { seed: 7, duplicate: 0.2, reorder: 0.3, delay: 0.05, delayMs: 5, fail: 0.15 };
    await reader.platform({ faults }).start({ consumer: noting('cart.updated') });
    const carts = range(1, 40).map(newId);
    await Promise.all(
      carts.map(async (cartId) => {
        // Every fifth event has no handler and must not break the chain.
        for (const i of range(1, 20))
          await changeCart(publisher, cartId, i % 5 === 0 ? 'cart.cleared' : 'cart.updated');
      }),
    );
    const count = 'SELECT count(*)::int AS n, count(DISTINCT (key, sequence))::int AS different FROM applied';
    await eventually(
      async () => expect(await reader.db.rows(count)).toEqual([{ n: 640, different: 640 }]),
      limits,
    );
    const handled = range(1, 20).filter((i) => i % 5 !== 0);
    for (const cartId of carts) expect(await appliedTo(reader, cartId)).toEqual(handled);
    const state = `SELECT min(sequence)::int, max(sequence)::int, sum(parked)::int AS parked FROM platform.stream_positions`;
    await eventually(async () =>
      expect(await reader.db.rows(state)).toEqual([{ min: 20, max: 20, parked: 0 }]),
    );
    expect(await reader.db.rows('SELECT 1 FROM platform.parked_events')).toEqual([]);
    expect(await reader.db.rows('SELECT 1 FROM platform.dead_letters')).toEqual([]);
  }, 60_000);

  test('its lag shows while it is blocked, and ends when it is not', async () => {
    const reader = await world.service('reader');
    const handled = deferred();
    const platform = reader.platform({ tuning: { lagEveryMs: 50, commitEveryMs: 50 } });
    await platform.start({ consumer: { 'cart.updated': async () => handled.promise } });
    const lag = async (): Promise<number> => {
      const { values } = (await registry.getSingleMetric('consumer_lag_messages')?.get()) ?? { values: [] };
      const own = values.filter(({ labels }) => labels.service === 'reader');
      return own.reduce((sum, { value }) => sum + value, 0);
    };
    const cartId = newId();
    await send(world, ...range(1, 5).map((n) => cartMessage(cartId, n)));
    await eventually(async () => expect(await lag()).toBe(5), limits);
    handled.resolve();
    await eventually(async () => expect(await lag()).toBe(0), limits);
    const { values } = (await registry.getSingleMetric('events_last_applied_timestamp_seconds')?.get()) ?? {
      values: [],
    };
    expect(values).toContainEqual({
      labels: { service: 'reader', topic: 'cart' },
      value: expect.closeTo(Date.now() / 1_000, -1.5),
    });
  }, 60_000);

  test('an early event waits for the gap to be filled, also across a restart', async () => {
    const reader = await world.service('reader');
    const first = reader.platform();
    const cartId = newId();
    await send(world, cartMessage(cartId, 1), cartMessage(cartId, 4), cartMessage(cartId, 3));
    await first.start({ consumer: noting('cart.updated') });
    const parked = 'SELECT sequence::int FROM platform.parked_events ORDER BY sequence';
    const three = [{ sequence: 3 }, { sequence: 4 }];
    await eventually(async () => expect(await reader.db.rows(parked)).toEqual(three), limits);
    expect(await appliedTo(reader, cartId)).toEqual([1]);
    await first.stop();
    await reader.platform().start({ consumer: noting('cart.updated') });
    await send(world, cartMessage(cartId, 2));
    await eventually(async () => expect(await appliedTo(reader, cartId)).toEqual([1, 2, 3, 4]), limits);
    expect(await reader.db.rows(parked)).toEqual([]);
  }, 60_000);

  test('parked events whose turn came in a process that died are applied by the next one', async () => {
    const reader = await world.service('reader');
    const first = reader.platform();
    const cartId = newId();
    await send(world, cartMessage(cartId, 2));
    await first.start({ consumer: noting('cart.updated') });
    const parked = 'SELECT sequence::int FROM platform.parked_events';
    await eventually(async () => expect(await reader.db.rows(parked)).toEqual([{ sequence: 2 }]), limits);
    await first.stop();
    // What a crash after the commit of event 1 leaves behind.
    await reader.db.rows('UPDATE platform.stream_positions SET sequence = 1');
    await reader.platform().start({ consumer: noting('cart.updated') });
    await eventually(async () => expect(await appliedTo(reader, cartId)).toEqual([2]), limits);
  }, 60_000);

  test('where the latest wins, gaps are passed over and older events ignored', async () => {
    const reader = await world.service('reader');
    const id = newId();
    const names: string[] = [];
    const platform = reader.platform();
    await platform.start({
      consumer: {
        'category.updated': async (event, tx) => {
          names.push(event.data.category.name);
          await note(event, tx);
        },
      },
    });
    const last = newId();
    await send(
      world,
      categoryMessage(id, 3, 'fruit'),
      categoryMessage(id, 2, 'apples'),
      categoryMessage(id, 3, 'fruit'),
      categoryMessage(id, 9, 'vegetables'),
    );
    await eventually(async () => expect(await appliedTo(reader, id)).toEqual([3, 9]), limits);
    await send(world, categoryMessage(last, 1, 'last'), categoryMessage(id, 8, 'older'));
    await eventually(async () => expect(await appliedTo(reader, last)).toEqual([1]), limits);
    expect(names).toEqual(['fruit', 'vegetables', 'last']);
  }, 60_000);

  test('lost database connections delay events and make no dead letters', async () => {
    const shop = await world.service('shop');
    const reader = await world.service('reader');
    const publisher = shop.platform();
    await publisher.start();
    await reader.platform().start({ consumer: noting('cart.updated') });
    const carts = range(1, 30).map(newId);
    const killing = setInterval(() => {
      shop.db
        .rows(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = $1 AND backend_type = 'client backend'`,
          new URL(reader.url).pathname.slice(1),
        )
        .catch(() => undefined);
    }, 150);
    try {
      for (const _ of range(1, 20)) await Promise.all(carts.map((cartId) => changeCart(publisher, cartId)));
    } finally {
      clearInterval(killing);
    }
    const count = 'SELECT count(*)::int AS n FROM applied';
    await eventually(async () => expect(await reader.db.rows(count)).toEqual([{ n: 600 }]), limits);
    for (const cartId of carts) expect(await appliedTo(reader, cartId)).toEqual(range(1, 20));
    expect(await reader.db.rows('SELECT 1 FROM platform.dead_letters')).toEqual([]);
  }, 60_000);

  test('replicas that come and go in the middle of the work apply each event once', async () => {
    const shop = await world.service('shop');
    const reader = await world.service('reader');
    const publisher = shop.platform();
    await publisher.start();
    const replicas = [reader.platform(), reader.platform(), reader.platform()];
    await replicas[0]?.start({ consumer: noting('cart.updated') });
    const carts = range(1, 60).map(newId);
    const writing = (async () => {
      for (const _ of range(1, 30)) await Promise.all(carts.map((cartId) => changeCart(publisher, cartId)));
    })();
    const total = async (): Promise<number> => (await reader.db.rows('SELECT 1 FROM applied')).length;
    await eventually(async () => expect(await total()).toBeGreaterThan(100), limits);
    await replicas[1]?.start({ consumer: noting('cart.updated') });
    await eventually(() => expect(replicas[1]?.readiness().consumer.state).toBe('running'), limits);
    await replicas[2]?.start({ consumer: noting('cart.updated') });
    await replicas[0]?.stop();
    await writing;
    await eventually(async () => expect(await total()).toBe(1800), limits);
    for (const cartId of carts) expect(await appliedTo(reader, cartId)).toEqual(range(1, 30));
  }, 90_000);

  test('a consumer that starts before its topics exist joins when they do', async () => {
    const reader = await world.service('reader');
    const platform = reader.platform({ kafka: { createTopics: false } });
    await platform.start({ consumer: noting('cart.updated') });
    expect(platform.readiness()).toMatchObject({ ready: false, consumer: { state: 'starting' } });
    const created = await ensureTopics(world.brokers, world.prefix, { services: ['reader'] });
    expect(created).toContain(`${world.prefix}reader.dlq`);
    expect(await ensureTopics(world.brokers, world.prefix, { services: ['reader'] })).toEqual([]);
    const cartId = newId();
    await send(world, cartMessage(cartId, 1));
    await eventually(async () => expect(await appliedTo(reader, cartId)).toEqual([1]), limits);
    expect(platform.readiness()).toMatchObject({ ready: true, consumer: { state: 'running' } });
  }, 60_000);
});

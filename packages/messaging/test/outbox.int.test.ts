import { registry } from '@nakku/telemetry';
import { firstOccurrences, readTopic } from './broker.ts';
import { eventually, freePort, tcpProxy } from '@nakku/testkit';
import { appliedTo, changeCart, createWorld, newId, noting, range } from './world.ts';
import type { TestService, World } from './world.ts';

const waiting = 'SELECT count(*)::int AS n FROM platform.outbox WHERE published_at IS NULL';

async function allPublished(service: TestService): Promise<void> {
  await eventually(async () => expect(await service.db.rows(waiting)).toEqual([{ n: 0 }]), {
    timeoutMs: 20_000,
  });
}

describe('the outbox under failures', () => {
  let world: World;
  beforeEach(() => (world = createWorld()));
  afterEach(() => world.end());

  test('what was published but not marked is published again and applied once', async () => {
    const shop = await world.service('shop');
    const reader = await world.service('reader');
    // The mark fails after the broker's response, as if the process had died right there.
    await shop.db.rows(`
      CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'died before the mark'; END $$;
      CREATE TRIGGER die BEFORE UPDATE ON platform.outbox FOR EACH ROW EXECUTE FUNCTION die()`);
    const publisher = shop.platform();
    await publisher.start();
    await reader.platform().start({ consumer: noting('cart.updated') });
    const cartId = newId();
    for (let i = 0; i < 3; i += 1) await changeCart(publisher, cartId);
    await eventually(async () => expect(await appliedTo(reader, cartId)).toEqual([1, 2, 3]), {
      timeoutMs: 15_000,
    });
    expect(await shop.db.rows(waiting)).toEqual([{ n: 3 }]);
    await shop.db.rows('DROP TRIGGER die ON platform.outbox');
    await allPublished(shop);
    const delivered = await readTopic(world, 'cart', 4);
    expect(delivered.length).toBeGreaterThan(3);
    const last = newId();
    await changeCart(publisher, last);
    await eventually(async () => expect(await appliedTo(reader, last)).toEqual([1]));
    expect(await appliedTo(reader, cartId)).toEqual([1, 2, 3]);
  }, 40_000);

  test('with the broker away events wait, their age shows, and they follow when it is back', async () => {
    const proxy = await tcpProxy(world.brokers[0] ?? '');
    proxy.cut();
    const shop = await world.service('aged');
    const publisher = shop.platform({ brokers: [`${proxy.host}:${proxy.port}`] });
    await publisher.start();
    const cartId = newId();
    for (let i = 0; i < 5; i += 1) await changeCart(publisher, cartId);
    await eventually(
      async () => {
        const age = registry.getSingleMetric('outbox_unpublished_age_seconds');
        const values = (await age?.get())?.values ?? [];
        const ours = values.find(({ labels }) => labels.service === 'aged');
        expect(ours?.value).toBeGreaterThan(1);
      },
      { timeoutMs: 15_000 },
    );
    expect(publisher.readiness().relay.brokerConnected).toBe(false);
    expect(await shop.db.rows(waiting)).toEqual([{ n: 5 }]);
    proxy.restore();
    try {
      await allPublished(shop);
      const read = await readTopic(world, 'cart', 5);
      expect(read.map(({ headers }) => headers.ce_sequence)).toEqual(['1', '2', '3', '4', '5']);
    } finally {
      await publisher.stop();
      await proxy.close();
    }
  }, 40_000);

  test('a relay that loses its database connection takes its lanes again', async () => {
    const shop = await world.service('shop');
    const publisher = shop.platform();
    await publisher.start();
    const cartId = newId();
    for (const round of range(1, 3)) {
      await changeCart(publisher, cartId);
      await allPublished(shop);
      await eventually(() => expect(publisher.readiness().relay.lanes).toEqual([0, 1, 2, 3]));
      const killed = await shop.db.rows(
        `SELECT pg_terminate_backend(pid) AS ok FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'shop relay'`,
      );
      expect([round, killed]).toEqual([round, [{ ok: true }]]);
    }
    await changeCart(publisher, cartId);
    await allPublished(shop);
    const read = await readTopic(world, 'cart', 4);
    expect(read.map(({ headers }) => headers.ce_sequence)).toEqual(['1', '2', '3', '4']);
  }, 40_000);

  test('a commit wakes the relay of the process that holds its lane', async () => {
    const shop = await world.service('shop');
    const redis = world.redis();
    const first = shop.platform({ redis });
    await first.start();
    await eventually(() => expect(first.readiness().relay.lanes).toHaveLength(4), { timeoutMs: 15_000 });
    // Neither starts a relay of its own nor looks: what it commits is the other one's to publish.
    const second = shop.platform({ redis });
    await eventually(() => expect(redis.status).toBe('ready'));
    const unpublished = 'SELECT 1 FROM platform.outbox WHERE published_at IS NULL';
    const wakes: unknown[] = [];
    second.live.subscribe('outbox:shop', (value) => wakes.push(value));
    await changeCart(second, newId());
    await eventually(() => expect(wakes).toContain(0));
    await eventually(async () => expect(await shop.db.rows(unpublished)).toEqual([]));
  });

  test('a second relay takes all lanes when the first one stops', async () => {
    const shop = await world.service('shop');
    const [first, second] = [shop.platform(), shop.platform()];
    await first.start();
    await eventually(() => expect(first.readiness().relay.lanes).toEqual([0, 1, 2, 3]), {
      timeoutMs: 15_000,
    });
    await second.start();
    await eventually(() => expect(second.readiness().relay.lanes).toHaveLength(2), { timeoutMs: 15_000 });
    await first.stop();
    await eventually(() => expect(second.readiness().relay.lanes).toHaveLength(4), { timeoutMs: 15_000 });
  }, 40_000);

  test('a backlog leaves in the order of its commits', async () => {
    const shop = await world.service('shop');
    const idle = shop.platform();
    const carts = range(1, 30).map(newId);
    for (const _ of range(1, 40)) await Promise.all(carts.map((cartId) => changeCart(idle, cartId)));
    await idle.start();
    const read = await readTopic(world, 'cart', 1200);
    expect(firstOccurrences(read)).toEqual(new Map(carts.map((cartId) => [cartId, range(1, 40)])));
  }, 40_000);

  test('a stop publishes what was just committed', async () => {
    const shop = await world.service('shop');
    const publisher = shop.platform();
    await publisher.start();
    await changeCart(publisher, newId());
    await allPublished(shop);
    await Promise.all(range(1, 50).map(() => changeCart(publisher, newId())));
    await publisher.stop();
    expect(await shop.db.rows(waiting)).toEqual([{ n: 0 }]);
  });

  test('published rows are deleted after their retention, waiting ones never', async () => {
    const shop = await world.service('shop');
    const idle = shop.platform({
      brokers: [`127.0.0.1:${await freePort()}`],
      tuning: { housekeepingMs: 50 },
    });
    await changeCart(idle, newId());
    const published = await changeCart(idle, newId());
    await shop.db.rows(`
      UPDATE platform.outbox SET published_at = now() - interval '4 days'
      WHERE position = (SELECT max(position) FROM platform.outbox)`);
    expect(published).toBe(1);
    await idle.start();
    await eventually(async () => expect(await shop.db.rows('SELECT 1 FROM platform.outbox')).toHaveLength(1));
    expect(await shop.db.rows(waiting)).toEqual([{ n: 1 }]);
  });
});

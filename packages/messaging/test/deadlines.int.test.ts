import type { DueDeadline } from '@nakku/platform';
import { eventually, freePort } from '@nakku/testkit';
import { cartData, createWorld, deferred, newId } from './world.ts';
import type { TestService, World } from './world.ts';

const fast = { deadlinePollMs: 20 };
const rowsOf = (service: TestService): Promise<{ kind: string; key: string }[]> =>
  service.db.rows('SELECT kind, key FROM platform.deadlines ORDER BY kind, key');

describe('deadlines', () => {
  let world: World;
  let shop: TestService;
  beforeEach(async () => {
    world = createWorld();
    shop = await world.service('shop');
  });
  afterEach(() => world.end());

  test('a due deadline is handled once, in the transaction that deletes it', async () => {
    const platform = shop.platform({ tuning: fast });
    const replica = shop.platform({ tuning: fast });
    const handled: DueDeadline[] = [];
    const deadlines = {
      expire: async (
        due: DueDeadline,
        tx: { db: { $executeRawUnsafe(sql: string, ...v: unknown[]): Promise<number> } },
      ) => {
        handled.push(due);
        await tx.db.$executeRawUnsafe('INSERT INTO applied (key, type) VALUES ($1, $2)', due.key, due.kind);
      },
    };
    await platform.start({ deadlines });
    await replica.start({ deadlines });
    const keys = Array.from({ length: 120 }, newId);
    const before = Date.now();
    await platform.transaction(async (tx) => {
      for (const key of keys) tx.schedule({ kind: 'expire', key, afterMs: 150, data: { lines: 2 } });
      tx.schedule({ kind: 'expire', key: 'later', afterMs: 60_000 });
    });
    await eventually(async () => expect(await rowsOf(shop)).toEqual([{ kind: 'expire', key: 'later' }]));
    expect(handled.map(({ key }) => key).sort()).toEqual(keys.toSorted());
    expect(handled[0]).toMatchObject({ kind: 'expire', data: { lines: 2 } });
    expect(handled[0]?.dueAt.getTime()).toBeGreaterThanOrEqual(before + 150);
    expect(await shop.db.rows('SELECT key FROM applied')).toHaveLength(120);
  });

  test('scheduling the same again replaces, unscheduling removes', async () => {
    const platform = shop.platform();
    await platform.transaction(async (tx) => {
      tx.schedule({ kind: 'a', key: '1', afterMs: 1_000 });
      tx.schedule({ kind: 'a', key: '1', afterMs: 5_000, data: 'new' });
      tx.schedule({ kind: 'b', key: '1', afterMs: 1_000 });
    });
    const sql = 'SELECT kind, after_ms::int, data FROM platform.deadlines ORDER BY kind';
    expect(await shop.db.rows(sql)).toEqual([
      { kind: 'a', after_ms: 5_000, data: 'new' },
      { kind: 'b', after_ms: 1_000, data: null },
    ]);
    await platform.transaction(async (tx) => {
      tx.schedule({ kind: 'a', key: '1', afterMs: 7_000 });
      tx.unschedule('b', '1');
      tx.schedule({ kind: 'c', key: '1', afterMs: 1_000 });
      tx.unschedule('c', '1');
    });
    expect(await shop.db.rows(sql)).toEqual([{ kind: 'a', after_ms: 7_000, data: null }]);
  });

  test('a clock that starts with the publication waits for the broker', async () => {
    const port = await freePort();
    const away = shop.platform({ brokers: [`127.0.0.1:${port}`], tuning: fast });
    const handled: string[] = [];
    const deadlines = {
      expire: async (due: DueDeadline) => {
        handled.push(due.key);
      },
    };
    await away.start({ deadlines });
    const cartId = newId();
    await away.transaction(async (tx) => {
      const event = tx.emit({ type: 'cart.updated', subject: cartId, sequence: 1, data: cartData(cartId) });
      tx.schedule({ kind: 'expire', key: cartId, afterMs: 10, onPublished: event });
      tx.schedule({ kind: 'expire', key: 'now', afterMs: 10 });
    });
    await eventually(() => expect(handled).toEqual(['now']));
    const waiting = 'SELECT due_at, waits_for IS NOT NULL AS waits FROM platform.deadlines';
    expect(await shop.db.rows(waiting)).toEqual([{ due_at: null, waits: true }]);
    await away.stop();
    await shop.platform({ tuning: fast }).start({ deadlines });
    await eventually(() => expect(handled).toEqual(['now', cartId]), { timeoutMs: 15_000 });
    const published = 'SELECT published_at IS NOT NULL AS published FROM platform.outbox';
    expect(await shop.db.rows(published)).toEqual([{ published: true }]);
    expect(await rowsOf(shop)).toEqual([]);
  }, 30_000);

  test('an event of another transaction cannot start a clock', async () => {
    const failing = shop.platform().transaction(async (tx) => {
      tx.schedule({ kind: 'expire', key: '1', afterMs: 10, onPublished: newId() });
    });
    await expect(failing).rejects.toThrow('onPublished must be an event of the same transaction');
    expect(await rowsOf(shop)).toEqual([]);
  });

  test('a handler that fails is rolled back and tried again', async () => {
    const platform = shop.platform({ tuning: fast });
    let tries = 0;
    await platform.start({
      deadlines: {
        expire: async (due, tx) => {
          tries += 1;
          await tx.db.$executeRawUnsafe(
            'INSERT INTO applied (key, type) VALUES ($1, $2)',
            due.key,
            `try ${tries}`,
          );
          if (tries === 1) throw new Error('not yet');
        },
      },
    });
    await platform.transaction(async (tx) => tx.schedule({ kind: 'expire', key: 'k', afterMs: 0 }));
    await eventually(async () => expect(await rowsOf(shop)).toEqual([]));
    expect(await shop.db.rows('SELECT type FROM applied')).toEqual([{ type: 'try 2' }]);
  });

  test('what this process schedules needs no look: at once, after a publication, and again after a failure', async () => {
    const platform = shop.platform({ tuning: { deadlinePollMs: 600_000, relayPollMs: 600_000 } });
    const handled: string[] = [];
    await platform.start({
      deadlines: {
        expire: async ({ key }) => {
          handled.push(key);
          if (handled.length === 1) throw new Error('not yet');
        },
      },
    });
    await eventually(() => expect(platform.readiness().relay.lanes).toHaveLength(4), { timeoutMs: 15_000 });
    await platform.transaction(async (tx) => tx.schedule({ kind: 'expire', key: 'soon', afterMs: 100 }));
    await eventually(() => expect(handled).toEqual(['soon', 'soon']));
    const cartId = newId();
    await platform.transaction(async (tx) => {
      const data = cartData(cartId);
      const onPublished = tx.emit({ type: 'cart.updated', subject: cartId, sequence: 1, data });
      tx.schedule({ kind: 'expire', key: 'published', afterMs: 100, onPublished });
    });
    await eventually(() => expect(handled).toEqual(['soon', 'soon', 'published']), { timeoutMs: 15_000 });
    expect(await rowsOf(shop)).toEqual([]);
  });

  test('the work of a deadline that is unscheduled meanwhile is rolled back', async () => {
    const platform = shop.platform({ tuning: fast });
    const begun = deferred();
    const gone = deferred();
    await platform.start({
      deadlines: {
        expire: async (due, tx) => {
          await tx.db.$executeRawUnsafe('INSERT INTO applied (key) VALUES ($1)', due.key);
          begun.resolve();
          await gone.promise;
        },
      },
    });
    await platform.transaction(async (tx) => tx.schedule({ kind: 'expire', key: 'k', afterMs: 0 }));
    await begun.promise;
    await platform.transaction(async (tx) => tx.unschedule('expire', 'k'));
    gone.resolve();
    await platform.stop();
    expect(await shop.db.rows('SELECT key FROM applied')).toEqual([]);
    expect(await rowsOf(shop)).toEqual([]);
  });

  test('a handler may schedule itself again', async () => {
    const platform = shop.platform({ tuning: fast });
    const seen: unknown[] = [];
    await platform.start({
      deadlines: {
        alert: async (due, tx) => {
          seen.push(due.data);
          if (due.data === 'first') tx.schedule({ kind: 'alert', key: due.key, afterMs: 20, data: 'second' });
        },
      },
    });
    await platform.transaction(async (tx) =>
      tx.schedule({ kind: 'alert', key: 'k', afterMs: 0, data: 'first' }),
    );
    await eventually(async () => expect(await rowsOf(shop)).toEqual([]));
    expect(seen).toEqual(['first', 'second']);
  });
});

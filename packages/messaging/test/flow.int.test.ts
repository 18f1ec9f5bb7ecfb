import { eventually } from '@nakku/testkit';
import { appliedTo, cartData, changeCart, createWorld, newId, noting, range } from './world.ts';
import type { World } from './world.ts';

describe('from a commit to another service', () => {
  let world: World;
  beforeEach(() => (world = createWorld()));
  afterEach(() => world.end());

  test('a committed event is applied once, with the envelope of CloudEvents', async () => {
    const shop = await world.service('shop');
    const reader = await world.service('reader');
    const publisher = shop.platform();
    await publisher.start();
    const received: unknown[] = [];
    await reader.platform().start({
      consumer: {
        'cart.updated': async (event) => {
          received.push(event);
        },
      },
    });
    const cartId = newId();
    const id = await publisher.transaction(async (tx) =>
      tx.emit({ type: 'cart.updated', subject: cartId, sequence: 1, data: cartData(cartId, 3) }),
    );
    await eventually(() => expect(received).toHaveLength(1), { timeoutMs: 15_000 });
    expect(received[0]).toEqual({
      id,
      type: 'cart.updated',
      source: '/nakku/shop',
      subject: cartId,
      key: cartId,
      sequence: 1,
      time: expect.any(Date),
      correlationId: id,
      data: cartData(cartId, 3),
    });
    const inbox = await reader.db.rows('SELECT consumer, event_id FROM platform.inbox');
    expect(inbox).toEqual([{ consumer: 'reader', event_id: id }]);
    const outbox = await shop.db.rows('SELECT event_id FROM platform.outbox WHERE published_at IS NOT NULL');
    expect(outbox).toEqual([{ event_id: id }]);
  });

  test('a rolled-back transaction publishes nothing', async () => {
    const shop = await world.service('shop');
    const publisher = shop.platform();
    const cartId = newId();
    const failing = publisher.transaction(async (tx) => {
      tx.emit({ type: 'cart.updated', subject: cartId, sequence: 1, data: cartData(cartId) });
      tx.schedule({ kind: 'remind', key: cartId, afterMs: 0 });
      throw new Error('no stock');
    });
    await expect(failing).rejects.toThrow('no stock');
    expect(await shop.db.rows('SELECT 1 FROM platform.outbox')).toEqual([]);
    expect(await shop.db.rows('SELECT 1 FROM platform.deadlines')).toEqual([]);
  });

  test('data that breaks the contract rolls the change back', async () => {
    const shop = await world.service('shop');
    const cartId = newId();
    const failing = shop.platform().transaction(async (tx) => {
      await tx.db.$executeRawUnsafe('INSERT INTO carts VALUES ($1::uuid, 1)', cartId);
      tx.emit({ type: 'cart.updated', subject: cartId, sequence: 1, data: cartData(cartId, -1) });
    });
    await expect(failing).rejects.toThrow('cart.updated does not fit its contract: lineCount');
    expect(await shop.db.rows('SELECT 1 FROM carts')).toEqual([]);
  });

  test('events without a handler advance their key', async () => {
    const shop = await world.service('shop');
    const reader = await world.service('reader');
    const publisher = shop.platform();
    await publisher.start();
    await reader.platform().start({ consumer: noting('cart.cleared') });
    const cartId = newId();
    for (const type of ['cart.updated', 'cart.updated', 'cart.cleared', 'cart.updated'] as const) {
      await changeCart(publisher, cartId, type);
    }
    const positions = 'SELECT key, sequence::int FROM platform.stream_positions';
    await eventually(
      async () => expect(await reader.db.rows(positions)).toEqual([{ key: cartId, sequence: 4 }]),
      {
        timeoutMs: 15_000,
      },
    );
    expect(await appliedTo(reader, cartId)).toEqual([3]);
  });

  test('reprocessing from offset 0 by a new group changes nothing', async () => {
    const shop = await world.service('shop');
    const reader = await world.service('reader');
    const publisher = shop.platform();
    await publisher.start();
    const first = reader.platform();
    await first.start({ consumer: noting('cart.updated') });
    const carts = range(1, 30).map(newId);
    await Promise.all(
      carts.map(async (cartId) => {
        for (let i = 0; i < 10; i += 1)
          await changeCart(publisher, cartId, i === 4 ? 'cart.cleared' : 'cart.updated');
      }),
    );
    const total = 'SELECT count(*)::int AS n FROM applied';
    await eventually(async () => expect(await reader.db.rows(total)).toEqual([{ n: 270 }]), {
      timeoutMs: 20_000,
    });
    await first.stop();
    const again = 'SELECT position, key, sequence FROM applied ORDER BY position';
    const before = await reader.db.rows(again);
    // Another name is another group, which starts at offset 0; these later events prove that it has read them all.
    await reader.platform({ name: 'reader2' }).start({ consumer: noting('cart.updated') });
    const later = range(1, 20).map(newId);
    for (const cartId of later) await changeCart(publisher, cartId);
    await eventually(async () => expect(await reader.db.rows(total)).toEqual([{ n: 290 }]), {
      timeoutMs: 20_000,
    });
    const after = 'SELECT position, key, sequence FROM applied WHERE key <> ALL($1) ORDER BY position';
    expect(await reader.db.rows(after, later)).toEqual(before);
  }, 60_000);
});

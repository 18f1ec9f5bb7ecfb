import { v7 as uuidv7 } from 'uuid';
import { reserveOrder } from '../src/events/reserveOrder.ts';
import { reconcile } from '../src/store/reconcile.ts';
import { confirmHold, lockExpired, lockReservation, releaseAll } from '../src/store/reservations.ts';
import { fill, levelOf, stocked, storeWorld } from './world.ts';

const HOLD_MS = 60_000;

let w: Awaited<ReturnType<typeof storeWorld>>;
beforeAll(async () => {
  w = await storeWorld();
});
afterAll(async () => {
  expect(await reconcile(w.db)).toEqual([]);
  await w.close();
});

const order = (storeId: string, quantities: Readonly<Record<string, number>>, orderId = uuidv7()) => ({
  orderId,
  storeId,
  lines: Object.entries(quantities).map(([productId, quantity]) => ({ productId, quantity })),
});

const hold = (o: ReturnType<typeof order>, holdMs: number | null = HOLD_MS) =>
  w.events.transaction((tx) => reserveOrder(tx, o, holdMs));

const expire = (orderId: string) =>
  w.db.reservation.update({ where: { orderId }, data: { expiresAt: new Date(Date.now() - 1_000) } });

const publishedFor = async (key: string) => {
  const { rows } = await w.pool.query<{ type: string; sequence: string; payload: string }>(
    `SELECT headers->>'ce_type' AS type, headers->>'ce_sequence' AS sequence, payload
       FROM platform.outbox WHERE key = $1 ORDER BY (headers->>'ce_sequence')::int`,
    [key],
  );
  return rows.map(({ type, sequence, payload }) => ({
    type,
    sequence: Number(sequence),
    data: JSON.parse(payload),
  }));
};

describe('all lines or none', () => {
  test('holds every line, sums duplicates, publishes reservation and levels', async () => {
    const [a, b] = [uuidv7(), uuidv7()];
    const store = await stocked(w.db, w.events, { [a]: 10, [b]: 10 });
    const o = {
      ...order(store.storeId, {}),
      lines: [a, b, a].map((productId) => ({ productId, quantity: 3 })),
    };
    expect(await hold(o)).toBe('reserved');
    expect(await levelOf(w.db, store.storeId, a)).toEqual([10, 6]);
    expect(await levelOf(w.db, store.storeId, b)).toEqual([10, 3]);

    const [reserved] = await publishedFor(o.orderId);
    expect(reserved).toMatchObject({
      type: 'inventory.reserved',
      sequence: 1,
      data: {
        orderId: o.orderId,
        storeId: store.storeId,
        lines: [a, b].sort().map((productId) => ({ productId, quantity: productId === a ? 6 : 3 })),
      },
    });
    const item = await w.db.stockItem.findFirstOrThrow({ where: { productId: a } });
    expect(await publishedFor(item.id)).toMatchObject([
      { type: 'inventory.updated', sequence: 1, data: { onHand: 10, reserved: 0, available: 10 } },
      {
        type: 'inventory.low_stock',
        sequence: 2,
        data: { onHand: 10, reserved: 6, available: 4, threshold: 5 },
      },
    ]);
    expect(item).toMatchObject({ announced: 'LOW', version: 2 });
  });

  test('one short line rejects the order and moves nothing', async () => {
    const [a, b, unknown] = [uuidv7(), uuidv7(), uuidv7()];
    const store = await stocked(w.db, w.events, { [a]: 10, [b]: 2 });
    const o = order(store.storeId, { [a]: 1, [b]: 3, [unknown]: 1 });
    expect(await hold(o)).toBe('rejected');
    expect(await levelOf(w.db, store.storeId, a)).toEqual([10, 0]);
    expect(await levelOf(w.db, store.storeId, b)).toEqual([2, 0]);
    const shortages = [
      { productId: b, requested: 3, available: 2 },
      { productId: unknown, requested: 1, available: 0 },
    ];
    expect(await publishedFor(o.orderId)).toMatchObject([
      { type: 'inventory.reservation_rejected', sequence: 1, data: { reason: 'OUT_OF_STOCK', shortages } },
    ]);
    expect(
      await publishedFor((await w.db.stockItem.findFirstOrThrow({ where: { productId: a } })).id),
    ).toHaveLength(1);
  });

  test.each(['unknown', 'closed'])('an %s store rejects', async (kind) => {
    const a = uuidv7();
    const store = await stocked(w.db, w.events, { [a]: 10 }, kind === 'closed' ? { status: 'CLOSED' } : {});
    const o = order(kind === 'closed' ? store.storeId : uuidv7(), { [a]: 1 });
    expect(await hold(o)).toBe('rejected');
    expect(await publishedFor(o.orderId)).toMatchObject([
      { type: 'inventory.reservation_rejected', data: { reason: 'UNKNOWN_STORE', shortages: [] } },
    ]);
    expect(await levelOf(w.db, store.storeId, a)).toEqual([10, 0]);
  });

  test('an order that has a reservation is left alone', async () => {
    const a = uuidv7();
    const store = await stocked(w.db, w.events, { [a]: 10 });
    const o = order(store.storeId, { [a]: 1 });
    expect([await hold(o), await hold(o)]).toEqual(['reserved', 'unchanged']);
    expect(await levelOf(w.db, store.storeId, a)).toEqual([10, 1]);
    expect(await publishedFor(o.orderId)).toHaveLength(1);
  });
});

describe('races', () => {
  test('the last 7 pieces and 200 buyers: exactly 7 get one', async () => {
    const a = uuidv7();
    const store = await stocked(w.db, w.events, { [a]: 7 });
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, () => hold(order(store.storeId, { [a]: 1 }))),
    );
    expect(outcomes.filter((outcome) => outcome === 'reserved')).toHaveLength(7);
    expect(outcomes.filter((outcome) => outcome === 'rejected')).toHaveLength(193);
    expect(await levelOf(w.db, store.storeId, a)).toEqual([7, 7]);
    const item = await w.db.stockItem.findFirstOrThrow({ where: { productId: a } });
    const sequences = (await publishedFor(item.id)).map((event) => event.sequence);
    expect(sequences).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  }, 120_000);

  test('orders of several lines in any order neither deadlock nor oversell', async () => {
    const products = Array.from({ length: 6 }, () => uuidv7());
    const store = await stocked(w.db, w.events, Object.fromEntries(products.map((p) => [p, 40])));
    const outcomes = await Promise.all(
      Array.from({ length: 150 }, (_, i) => {
        const mine = [...products.slice(i % 6), ...products.slice(0, i % 6)].slice(0, 4);
        if (i % 2 === 0) mine.reverse();
        return hold(order(store.storeId, Object.fromEntries(mine.map((p) => [p, 1 + (i % 3)]))));
      }),
    );
    expect(outcomes.filter((outcome) => outcome === 'unchanged')).toEqual([]);
    for (const item of await w.db.stockItem.findMany({ where: { storeId: store.storeId } })) {
      expect(item.reserved).toBeLessThanOrEqual(item.onHand);
    }
    const { rows } = await w.pool.query<{ held: number }>(
      `SELECT sum(l.quantity)::int AS held FROM reservations r JOIN reservation_lines l USING (order_id)
        WHERE r.store_id = $1 AND r.state = 'HELD'`,
      [store.storeId],
    );
    const { _sum } = await w.db.stockItem.aggregate({
      where: { storeId: store.storeId },
      _sum: { reserved: true },
    });
    expect(rows[0]?.held).toBe(_sum.reserved);
  }, 120_000);

  test('reserving, sweeping, confirming, cancelling and receiving at once keep the books', async () => {
    const products = Array.from({ length: 4 }, () => uuidv7());
    const store = await stocked(w.db, w.events, Object.fromEntries(products.map((p) => [p, 30])));
    const orders = Array.from({ length: 60 }, (_, i) =>
      order(
        store.storeId,
        Object.fromEntries([0, 1, 2].map((n) => [products[(i + n) % 4] ?? '', 1 + (i % 2)])),
      ),
    );
    await Promise.all(
      orders.map(async (o, i) => {
        await hold(o, i % 3 === 0 ? -1_000 : HOLD_MS);
        if (i % 4 === 0) await w.events.transaction((tx) => confirmHold(tx.db, o.orderId));
        if (i % 5 === 0) {
          await w.events.transaction(async (tx) => {
            const reservation = await lockReservation(tx.db, o.orderId);
            if (reservation) await releaseAll(tx, [reservation], 'RELEASED');
          });
        }
        if (i % 6 === 0) {
          await w.events.transaction(async (tx) => releaseAll(tx, await lockExpired(tx.db, 5), 'EXPIRED'));
        }
        if (i % 7 === 0) await fill(w.events, store.storeId, { [products[i % 4] ?? '']: 2 });
      }),
    );
    expect(await reconcile(w.db)).toEqual([]);
  }, 120_000);
});

describe('expiry', () => {
  test('an expired hold stops counting at once, for the next order', async () => {
    const [a, b] = [uuidv7(), uuidv7()];
    const store = await stocked(w.db, w.events, { [a]: 5, [b]: 5 });
    const first = order(store.storeId, { [a]: 5, [b]: 2 });
    await hold(first);
    const second = order(store.storeId, { [a]: 4 });
    expect(await hold(order(store.storeId, { [a]: 1 }))).toBe('rejected');
    await expire(first.orderId);
    expect(await hold(second)).toBe('reserved');
    expect(await levelOf(w.db, store.storeId, a)).toEqual([5, 4]);
    // The whole reservation is swept, so that its order is held completely or not at all.
    expect(await levelOf(w.db, store.storeId, b)).toEqual([5, 0]);
    expect(await publishedFor(first.orderId)).toMatchObject([
      { type: 'inventory.reserved', sequence: 1 },
      { type: 'inventory.released', sequence: 2, data: { storeId: store.storeId } },
    ]);
  });

  test('20 expired holds and 50 buyers: nothing is given back twice', async () => {
    const a = uuidv7();
    const store = await stocked(w.db, w.events, { [a]: 20 });
    const old = Array.from({ length: 20 }, () => order(store.storeId, { [a]: 1 }));
    await Promise.all(old.map((o) => hold(o)));
    await w.db.reservation.updateMany({
      where: { storeId: store.storeId },
      data: { expiresAt: new Date(Date.now() - 1_000) },
    });
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => hold(order(store.storeId, { [a]: 1 }))),
    );
    expect(outcomes.filter((outcome) => outcome === 'reserved')).toHaveLength(20);
    expect(await levelOf(w.db, store.storeId, a)).toEqual([20, 20]);
  });

  test('the sweeper gives back what nobody asked for', async () => {
    const a = uuidv7();
    const store = await stocked(w.db, w.events, { [a]: 5 });
    const o = order(store.storeId, { [a]: 5 });
    await hold(o);
    await expire(o.orderId);
    await w.events.transaction(async (tx) => releaseAll(tx, await lockExpired(tx.db, 10), 'EXPIRED'));
    expect(await levelOf(w.db, store.storeId, a)).toEqual([5, 0]);
    expect((await publishedFor(o.orderId)).map((event) => event.type)).toEqual([
      'inventory.reserved',
      'inventory.released',
    ]);
    const item = await w.db.stockItem.findFirstOrThrow({ where: { productId: a } });
    expect((await publishedFor(item.id)).map((event) => event.type)).toEqual([
      'inventory.updated',
      'inventory.out_of_stock',
      'inventory.back_in_stock',
    ]);
  });

  test('a confirmed order whose hold was swept is reserved again, for good', async () => {
    const a = uuidv7();
    const store = await stocked(w.db, w.events, { [a]: 5 });
    const o = order(store.storeId, { [a]: 5 });
    await hold(o);
    await expire(o.orderId);
    await w.events.transaction(async (tx) => releaseAll(tx, await lockExpired(tx.db, 10), 'EXPIRED'));
    expect(await hold(o, null)).toBe('reserved');
    expect(await levelOf(w.db, store.storeId, a)).toEqual([5, 5]);
    expect((await publishedFor(o.orderId)).at(-1)).toMatchObject({
      type: 'inventory.reserved',
      sequence: 3,
      data: { expiresAt: null },
    });
  });

  test('or told that its stock is lost', async () => {
    const a = uuidv7();
    const store = await stocked(w.db, w.events, { [a]: 5 });
    const o = order(store.storeId, { [a]: 5 });
    await hold(o);
    await expire(o.orderId);
    expect(await hold(order(store.storeId, { [a]: 1 }))).toBe('reserved');
    expect(await hold(o, null)).toBe('rejected');
    expect((await publishedFor(o.orderId)).at(-1)).toMatchObject({
      type: 'inventory.reservation_rejected',
      sequence: 3,
      data: { reason: 'STOCK_LOST', shortages: [{ productId: a, requested: 5, available: 4 }] },
    });
  });

  test('an expired hold that nobody needed is simply made permanent', async () => {
    const a = uuidv7();
    const store = await stocked(w.db, w.events, { [a]: 5 });
    const o = order(store.storeId, { [a]: 5 });
    await hold(o);
    await expire(o.orderId);
    expect(await confirmHold(w.db, o.orderId)).toMatchObject({ storeId: store.storeId, version: 2 });
    expect(await hold(order(store.storeId, { [a]: 1 }))).toBe('rejected');
  });
});

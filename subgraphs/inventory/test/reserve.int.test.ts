import { v7 as uuidv7 } from 'uuid';
import { reserveOrder } from '../src/app/reserveOrder.ts';
import { reconcile } from '../src/store/reconcile.ts';
import { releaseOrder } from '../src/app/releaseOrder.ts';
import { releaseReservations } from '../src/app/releaseReservations.ts';
import { confirmHold, lockExpired } from '../src/store/reservations.ts';
import { levelOf, stocked, startStoreHarness } from './storeHarness.ts';

const HOLD_MS = 60_000;

let w: Awaited<ReturnType<typeof startStoreHarness>>;
beforeAll(async () => {
  w = await startStoreHarness();
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
  w.platform.transaction((tx) => reserveOrder(tx, o, holdMs));

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

describe('what the store has', () => {
  test('holds every line, sums duplicates, publishes reservation and levels', async () => {
    const [a, b] = [uuidv7(), uuidv7()];
    const store = await stocked(w.db, w.platform, { [a]: 10, [b]: 10 });
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

  test('of a short line what is there is held, and the shortage is published', async () => {
    const [a, b, unknown] = [uuidv7(), uuidv7(), uuidv7()];
    const store = await stocked(w.db, w.platform, { [a]: 10, [b]: 2 });
    const o = order(store.storeId, { [a]: 1, [b]: 3, [unknown]: 1 });
    expect(await hold(o)).toBe('reserved');
    expect(await levelOf(w.db, store.storeId, a)).toEqual([10, 1]);
    expect(await levelOf(w.db, store.storeId, b)).toEqual([2, 2]);
    const [reserved, ...more] = await publishedFor(o.orderId);
    expect(more).toEqual([]);
    expect(reserved).toMatchObject({ type: 'inventory.reserved', sequence: 1 });
    expect(reserved?.data.lines).toEqual([
      { productId: a, quantity: 1 },
      { productId: b, quantity: 2 },
    ]);
    expect(reserved?.data.shortages).toEqual([
      { productId: b, requested: 3, available: 2 },
      { productId: unknown, requested: 1, available: 0 },
    ]);
    await w.platform.transaction(async (tx) => releaseOrder(tx, o.orderId));
    expect(await levelOf(w.db, store.storeId, b)).toEqual([2, 0]);
  });

  test('an order of which the store has nothing is rejected, and nothing moves', async () => {
    const [a, unknown] = [uuidv7(), uuidv7()];
    const store = await stocked(w.db, w.platform, { [a]: 1 });
    await hold(order(store.storeId, { [a]: 1 }));
    const o = order(store.storeId, { [a]: 2, [unknown]: 1 });
    expect(await hold(o)).toBe('rejected');
    expect(await levelOf(w.db, store.storeId, a)).toEqual([1, 1]);
    const shortages = [
      { productId: a, requested: 2, available: 0 },
      { productId: unknown, requested: 1, available: 0 },
    ];
    expect(await publishedFor(o.orderId)).toMatchObject([
      { type: 'inventory.reservation_rejected', sequence: 1, data: { reason: 'OUT_OF_STOCK', shortages } },
    ]);
  });

  test.each(['unknown', 'closed'])('an %s store rejects', async (kind) => {
    const a = uuidv7();
    const store = await stocked(w.db, w.platform, { [a]: 10 }, kind === 'closed' ? { status: 'CLOSED' } : {});
    const o = order(kind === 'closed' ? store.storeId : uuidv7(), { [a]: 1 });
    expect(await hold(o)).toBe('rejected');
    expect(await publishedFor(o.orderId)).toMatchObject([
      { type: 'inventory.reservation_rejected', data: { reason: 'UNKNOWN_STORE', shortages: [] } },
    ]);
    expect(await levelOf(w.db, store.storeId, a)).toEqual([10, 0]);
  });

  test('an order that has a reservation is left alone', async () => {
    const a = uuidv7();
    const store = await stocked(w.db, w.platform, { [a]: 10 });
    const o = order(store.storeId, { [a]: 1 });
    expect([await hold(o), await hold(o)]).toEqual(['reserved', 'unchanged']);
    expect(await levelOf(w.db, store.storeId, a)).toEqual([10, 1]);
    expect(await publishedFor(o.orderId)).toHaveLength(1);
  });
});

describe('expiry', () => {
  test('an expired hold stops counting at once, for the next order', async () => {
    const [a, b] = [uuidv7(), uuidv7()];
    const store = await stocked(w.db, w.platform, { [a]: 5, [b]: 5 });
    const first = order(store.storeId, { [a]: 5, [b]: 2 });
    await hold(first);
    const second = order(store.storeId, { [a]: 4 });
    expect(await hold(order(store.storeId, { [a]: 1 }))).toBe('rejected');
    await expire(first.orderId);
    expect(await hold(second)).toBe('reserved');
    expect(await levelOf(w.db, store.storeId, a)).toEqual([5, 4]);
    // The whole reservation is swept: what its order still wants is reserved anew if it is confirmed.
    expect(await levelOf(w.db, store.storeId, b)).toEqual([5, 0]);
    expect(await publishedFor(first.orderId)).toMatchObject([
      { type: 'inventory.reserved', sequence: 1 },
      { type: 'inventory.released', sequence: 2, data: { storeId: store.storeId } },
    ]);
  });

  test('the sweeper gives back what nobody asked for', async () => {
    const a = uuidv7();
    const store = await stocked(w.db, w.platform, { [a]: 5 });
    const o = order(store.storeId, { [a]: 5 });
    await hold(o);
    await expire(o.orderId);
    await w.platform.transaction(async (tx) =>
      releaseReservations(tx, await lockExpired(tx.db, 10), 'EXPIRED'),
    );
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
    const store = await stocked(w.db, w.platform, { [a]: 5 });
    const o = order(store.storeId, { [a]: 5 });
    await hold(o);
    await expire(o.orderId);
    await w.platform.transaction(async (tx) =>
      releaseReservations(tx, await lockExpired(tx.db, 10), 'EXPIRED'),
    );
    expect(await hold(o, null)).toBe('reserved');
    expect(await levelOf(w.db, store.storeId, a)).toEqual([5, 5]);
    expect((await publishedFor(o.orderId)).at(-1)).toMatchObject({
      type: 'inventory.reserved',
      sequence: 3,
      data: { expiresAt: null },
    });
  });

  test('a confirmed order keeps what is left of its stock', async () => {
    const a = uuidv7();
    const store = await stocked(w.db, w.platform, { [a]: 5 });
    const o = order(store.storeId, { [a]: 5 });
    await hold(o);
    await expire(o.orderId);
    expect(await hold(order(store.storeId, { [a]: 1 }))).toBe('reserved');
    expect(await hold(o, null)).toBe('reserved');
    expect(await levelOf(w.db, store.storeId, a)).toEqual([5, 5]);
    expect((await publishedFor(o.orderId)).at(-1)).toMatchObject({
      type: 'inventory.reserved',
      data: {
        expiresAt: null,
        lines: [{ productId: a, quantity: 4 }],
        shortages: [{ productId: a, requested: 5, available: 4 }],
      },
    });
  });

  test('or is told that its stock is lost', async () => {
    const a = uuidv7();
    const store = await stocked(w.db, w.platform, { [a]: 5 });
    const o = order(store.storeId, { [a]: 5 });
    await hold(o);
    await expire(o.orderId);
    expect(await hold(order(store.storeId, { [a]: 5 }))).toBe('reserved');
    expect(await hold(o, null)).toBe('rejected');
    expect((await publishedFor(o.orderId)).at(-1)).toMatchObject({
      type: 'inventory.reservation_rejected',
      sequence: 3,
      data: { reason: 'STOCK_LOST', shortages: [{ productId: a, requested: 5, available: 0 }] },
    });
  });

  test('an expired hold that nobody needed is simply made permanent', async () => {
    const a = uuidv7();
    const store = await stocked(w.db, w.platform, { [a]: 5 });
    const o = order(store.storeId, { [a]: 5 });
    await hold(o);
    await expire(o.orderId);
    expect(await confirmHold(w.db, o.orderId)).toMatchObject({ storeId: store.storeId, version: 2 });
    expect(await hold(order(store.storeId, { [a]: 1 }))).toBe('rejected');
  });
});

import { eventually } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { releaseReservations } from '../../subgraphs/inventory/src/app/releaseReservations.ts';
import { reserveOrder } from '../../subgraphs/inventory/src/app/reserveOrder.ts';
import { reconcile } from '../../subgraphs/inventory/src/store/reconcile.ts';
import {
  confirmHold,
  lockExpired,
  lockReservation,
} from '../../subgraphs/inventory/src/store/reservations.ts';
import type { InventoryHarness } from '../../subgraphs/inventory/test/harness.ts';
import { anOrder, startInventoryHarness } from '../../subgraphs/inventory/test/harness.ts';
import { fill, levelOf, startStoreHarness, stocked } from '../../subgraphs/inventory/test/storeHarness.ts';
import { raceTest, times } from './harness/race.ts';

const HOLD_MS = 60_000;
const LAST = 7;
const BUYERS = 200;

describe('over Kafka, with three replicas of inventory', () => {
  let inventory: InventoryHarness;
  let w: Awaited<ReturnType<typeof startStoreHarness>>;
  beforeAll(async () => {
    inventory = await startInventoryHarness({ replicas: 3 });
    w = await startStoreHarness({ world: inventory.world });
  }, 60_000);
  afterAll(async () => {
    await w.close();
    await inventory.close();
  });

  /** What inventory says about an order. */
  const outcomeOf = (orderId: string): Promise<string> =>
    eventually(
      () => {
        const response = inventory.capture.events.find(
          ({ topic, subject }) => topic === 'reservations' && subject === orderId,
        );
        if (!response) throw new Error(`inventory says nothing about ${orderId}`);
        return response.type;
      },
      { timeoutMs: 60_000, everyMs: 100 },
    );

  raceTest(
    `the last ${LAST} pieces and ${BUYERS} buyers`,
    { invariant: `exactly ${LAST} orders are reserved, the others refused, the ledger adds up` },
    async (race) => {
      const product = uuidv7();
      const store = await stocked(w.db, w.platform, { [product]: LAST });
      const outcomes = await race.start(
        times(BUYERS, () => async () => {
          const order = anOrder(inventory, store.storeId, { [product]: 1 });
          await order.created();
          return outcomeOf(order.orderId);
        }),
        (type) => type === 'inventory.reserved',
      );
      const count = (type: string): number => outcomes.filter((outcome) => outcome === type).length;
      expect(count('inventory.reserved')).toBe(LAST);
      expect(count('inventory.reservation_rejected')).toBe(BUYERS - LAST);
      expect(await levelOf(w.db, store.storeId, product)).toEqual([LAST, LAST]);
      expect(await reconcile(w.db)).toEqual([]);
    },
  );
});

describe('statement against statement, twelve connections', () => {
  let w: Awaited<ReturnType<typeof startStoreHarness>>;
  beforeAll(async () => {
    w = await startStoreHarness();
  });
  afterAll(() => w.close());

  const order = (storeId: string, quantities: Readonly<Record<string, number>>, orderId = uuidv7()) => ({
    orderId,
    storeId,
    lines: Object.entries(quantities).map(([productId, quantity]) => ({ productId, quantity })),
  });
  const hold = (o: ReturnType<typeof order>, holdMs: number | null = HOLD_MS) =>
    w.platform.transaction((tx) => reserveOrder(tx, o, holdMs));
  const isReserved = (outcome: string): boolean => outcome === 'reserved';

  raceTest(
    `the last ${LAST} pieces and ${BUYERS} transactions`,
    {
      invariant: 'each piece is held once, and each change of the level is published in order',
      timeoutMs: 120_000,
    },
    async (race) => {
      const product = uuidv7();
      const store = await stocked(w.db, w.platform, { [product]: LAST });
      const outcomes = await race.start(
        times(BUYERS, () => () => hold(order(store.storeId, { [product]: 1 }))),
        isReserved,
      );
      expect(outcomes.filter(isReserved)).toHaveLength(LAST);
      expect(outcomes.filter((outcome) => outcome === 'rejected')).toHaveLength(BUYERS - LAST);
      expect(await levelOf(w.db, store.storeId, product)).toEqual([LAST, LAST]);
      const item = await w.db.stockItem.findFirstOrThrow({ where: { productId: product } });
      const { rows } = await w.pool.query<{ sequence: number }>(
        `SELECT (headers->>'ce_sequence')::int AS sequence FROM platform.outbox WHERE key = $1 ORDER BY position`,
        [item.id],
      );
      expect(rows.map(({ sequence }) => sequence)).toEqual(times(LAST + 1, (index) => index + 1));
    },
  );

  raceTest(
    'orders of several lines in any order',
    { invariant: 'no deadlock, nothing oversold, reserved is what live holds hold', timeoutMs: 120_000 },
    async (race) => {
      const products = times(6, () => uuidv7());
      const store = await stocked(w.db, w.platform, Object.fromEntries(products.map((p) => [p, 40])));
      const outcomes = await race.start(
        times(150, (i) => () => {
          const mine = [...products.slice(i % 6), ...products.slice(0, i % 6)].slice(0, 4);
          if (i % 2 === 0) mine.reverse();
          return hold(order(store.storeId, Object.fromEntries(mine.map((p) => [p, 1 + (i % 3)]))));
        }),
        isReserved,
      );
      expect(outcomes.filter((outcome) => outcome === 'unchanged')).toEqual([]);
      const items = await w.db.stockItem.findMany({ where: { storeId: store.storeId } });
      for (const item of items) expect(item.reserved).toBeLessThanOrEqual(item.onHand);
      const { rows } = await w.pool.query<{ held: number }>(
        `SELECT sum(l.quantity)::int AS held FROM reservations r JOIN reservation_lines l USING (order_id)
          WHERE r.store_id = $1 AND r.state = 'HELD'`,
        [store.storeId],
      );
      expect(rows).toEqual([{ held: items.reduce((sum, item) => sum + item.reserved, 0) }]);
    },
  );

  raceTest(
    'reserving, sweeping, confirming, cancelling and receiving',
    { invariant: 'levels are the sum of their ledger', timeoutMs: 120_000 },
    async (race) => {
      const products = times(4, () => uuidv7());
      const store = await stocked(w.db, w.platform, Object.fromEntries(products.map((p) => [p, 30])));
      await race.start(
        times(60, (i) => async () => {
          const mine = [0, 1, 2].map((n) => [products[(i + n) % 4] ?? '', 1 + (i % 2)]);
          const o = order(store.storeId, Object.fromEntries(mine));
          const outcome = await hold(o, i % 3 === 0 ? -1_000 : HOLD_MS);
          if (i % 4 === 0) await w.platform.transaction((tx) => confirmHold(tx.db, o.orderId));
          if (i % 5 === 0) {
            await w.platform.transaction(async (tx) => {
              const reservation = await lockReservation(tx.db, o.orderId);
              if (reservation) await releaseReservations(tx, [reservation], 'RELEASED');
            });
          }
          if (i % 6 === 0)
            await w.platform.transaction(async (tx) =>
              releaseReservations(tx, await lockExpired(tx.db, 5), 'EXPIRED'),
            );
          if (i % 7 === 0) await fill(w.platform, store.storeId, { [products[i % 4] ?? '']: 2 });
          return outcome;
        }),
        isReserved,
      );
      expect(await reconcile(w.db)).toEqual([]);
    },
  );

  raceTest('20 expired holds and 50 buyers', { invariant: 'nothing is given back twice' }, async (race) => {
    const product = uuidv7();
    const store = await stocked(w.db, w.platform, { [product]: 20 });
    await Promise.all(times(20, () => hold(order(store.storeId, { [product]: 1 }))));
    await w.db.reservation.updateMany({
      where: { storeId: store.storeId },
      data: { expiresAt: new Date(Date.now() - 1_000) },
    });
    const outcomes = await race.start(
      times(50, () => () => hold(order(store.storeId, { [product]: 1 }))),
      isReserved,
    );
    expect(outcomes.filter(isReserved)).toHaveLength(20);
    expect(await levelOf(w.db, store.storeId, product)).toEqual([20, 20]);
  });
});

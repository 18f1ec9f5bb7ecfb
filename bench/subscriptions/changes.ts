import { v7 as uuidv7 } from 'uuid';
import { changeOrder } from '../../subgraphs/orders/src/app/changeOrder.ts';
import { createOrder } from '../../subgraphs/orders/src/app/placeOrder.ts';
import { openPieces } from '../../subgraphs/orders/src/domain/lines.ts';
import type { WholeOrder } from '../../subgraphs/orders/src/domain/order.ts';
import type { Fact } from '../../subgraphs/orders/src/domain/facts.ts';
import { orderTimes } from '../../subgraphs/orders/src/config.ts';
import { sampleQuote } from '../../subgraphs/orders/test/sampleQuote.ts';
import { adjustment } from '../../subgraphs/inventory/src/domain/stock.ts';
import { bookStock } from '../../subgraphs/inventory/src/app/bookStock.ts';
import { lockStockItems } from '../../subgraphs/inventory/src/store/stockItems.ts';
import { stocked } from '../../subgraphs/inventory/test/storeHarness.ts';
import { seedCatalogue } from '../../subgraphs/products/src/commands/seedCatalogue.ts';
import { readCatalogue } from '@nakku/demo';
import { nowMs } from './clock.ts';
import type { Databases } from './databases.ts';

/** Customers are shown at most this many pieces, so a level below it is seen by all. */
export const maxShown = 100;

const packer = uuidv7();

/** What happens to an order after it was placed, in this order; the first one is history when clients come. */
const life: readonly ((order: WholeOrder) => Fact)[] = [
  () => ({ kind: 'STOCK_RESERVED', shortages: [] }),
  () => ({ kind: 'PAYMENT_AUTHORIZED', attempt: 1, method: 'CARD' }),
  () => ({ kind: 'PACKING_STARTED', by: packer, takesOver: false }),
  ({ lines }) => ({
    ...{ kind: 'LINES_PICKED', by: packer },
    picks: lines.map((line) => ({ line, pieces: openPieces(line) })),
  }),
  () => ({ kind: 'PACKING_FINISHED', by: packer, bags: 1 }),
];

export interface PlacedOrder {
  readonly orderId: string;
  readonly customerId: string;
}

/** Changes the shop's databases as its services would. Times are those of `nowMs`, right after the commit. */
export interface Changes {
  readonly storeId: string;
  /** Products of which the store has `maxShown` pieces. */
  readonly productIds: readonly string[];
  /** Leaves so many pieces, fewer than there were. */
  leave(productId: string, pieces: number): Promise<number>;
  /** New orders of new customers, reserved: the last step has sequence 2. */
  place(count: number): Promise<PlacedOrder[]>;
  /** Commits the step of this sequence, 3–6. */
  advance(orderId: string, sequence: number): Promise<number>;
}

/** Each order is another customer's. */
const limits = { maxOpenOrders: 1, maxUnpaidOrders: 1 };
const placedAtOnce = 8;
const maxProducts = 10;

export async function openChanges(databases: Databases): Promise<Changes> {
  const { inventory, stock, orders, catalogue } = databases;
  await seedCatalogue({ platform: catalogue });
  const now = () => new Date();
  const seller = { name: 'Nakku', lines: ['Berlin'], taxId: 'DE1' };
  const invoices = { seller, timeZone: 'UTC', linkMs: 900_000 };
  const deps = { now, newId: () => uuidv7(), times: orderTimes.production, limits, invoices };
  const sold = readCatalogue().map(({ productId }) => productId);
  const productIds = sold.slice(0, maxProducts);
  let next = 0;
  const levels = Object.fromEntries(productIds.map((id) => [id, maxShown]));
  const { storeId } = await stocked(inventory, stock, levels);

  async function placeOne(): Promise<PlacedOrder> {
    const customerId = uuidv7();
    const quote = sampleQuote({ customerId, storeId });
    // Other baskets for other customers, all over the shop.
    const lines = quote.lines.map((line) => ({ ...line, productId: sold[next++ % sold.length] ?? '' }));
    const placing = { quote: { ...quote, lines }, paymentMethodId: uuidv7() };
    const placed = await orders.transaction((tx) => createOrder(tx, deps, placing));
    if ('refused' in placed) throw new Error(`an order was refused: ${placed.refused.kind}`);
    const { orderId } = placed.result;
    await advance(orderId, 2);
    return { orderId, customerId };
  }

  async function advance(orderId: string, sequence: number): Promise<number> {
    const factFor = life[sequence - 2];
    if (!factFor) throw new Error(`an order has no step ${sequence} here`);
    await orders.transaction((tx) => changeOrder(tx, deps, { orderId, actorId: null }, factFor));
    return nowMs();
  }

  return {
    storeId,
    productIds,
    async leave(productId, pieces) {
      await stock.transaction(async (tx) => {
        const [item] = await lockStockItems(tx.db, [{ storeId, productId }]);
        if (!item) throw new Error(`the store has no ${productId}`);
        await bookStock(tx, [
          { item, movements: [adjustment(pieces - item.onHand, { actorId: storeId }, 'bench')] },
        ]);
      });
      return nowMs();
    },
    async place(count) {
      const placed: PlacedOrder[] = [];
      const work = async () => {
        while (placed.length < count) placed.push(await placeOne());
      };
      await Promise.all(Array.from({ length: placedAtOnce }, work));
      return placed.slice(0, count);
    },
    advance,
  };
}

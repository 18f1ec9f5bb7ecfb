import { sumByProduct } from '../domain/lines.ts';
import { nextLevel } from '../domain/level.ts';
import { availableOf } from '../domain/stock.ts';
import type { ProductQuantity } from '../domain/lines.ts';
import type { ReserveOutcome } from '../store/reserve.ts';
import { reserve } from '../store/reserve.ts';
import { announceLevels } from '../store/announce.ts';
import { publishRejected, publishReleased, publishReserved, publishStock } from '../events/publish.ts';
import type { StockTransaction } from './deps.ts';

export interface OrderLines {
  readonly orderId: string;
  readonly storeId: string;
  readonly lines: readonly ProductQuantity[];
}

/**
 * Reserves what the store has of an order's lines and publishes the outcome: what is held and what is short. Whether the
 * order goes on with less is for orders to decide.
 * @param holdMs null: for good, for an order that is confirmed already
 */
export async function reserveOrder(
  tx: StockTransaction,
  order: OrderLines,
  holdMs: number | null,
): Promise<'reserved' | 'rejected' | 'unchanged'> {
  const lines = sumByProduct(order.lines);
  const outcome = await reserve(tx.db, { orderId: order.orderId, storeId: order.storeId, lines, holdMs });
  if (outcome.version === null) return 'unchanged';
  await publishItems(tx, outcome);
  const at = outcome.now;
  for (const swept of outcome.swept) publishReleased(tx, { ...swept, at });
  const { shortages, storeKnown } = outcome;
  const reservation = { orderId: order.orderId, storeId: order.storeId, version: outcome.version, at };
  if (outcome.reserved) {
    publishReserved(tx, { ...reservation, lines: outcome.lines }, outcome.expiresAt, shortages);
    return 'reserved';
  }
  const refused = storeKnown ? 'OUT_OF_STOCK' : 'UNKNOWN_STORE';
  publishRejected(
    tx,
    { ...reservation, lines },
    { reason: holdMs === null ? 'STOCK_LOST' : refused, shortages },
  );
  return 'rejected';
}

/** The statement does not know levels: they change seldom, and only then are they written. */
async function publishItems(tx: StockTransaction, { items }: ReserveOutcome): Promise<void> {
  const changes = items.map((item) => ({
    before: item.announced,
    item: { ...item, announced: nextLevel(item.announced, availableOf(item), item.threshold) },
  }));
  await announceLevels(
    tx.db,
    changes.filter(({ before, item }) => before !== item.announced).map(({ item }) => item),
  );
  for (const { before, item } of changes) publishStock(tx, before, item);
}

import { v7 as uuidv7 } from 'uuid';
import { booked, type Movement, type StockItem } from '../domain/stock.ts';
import { publishStock } from '../events/publishStock.ts';
import type { Sql, StockTransaction } from './database.ts';
import type { StockKey } from './stockItems.ts';

/** What moves at one stock item, which the transaction has locked. */
export interface Booking {
  readonly item: StockItem;
  /** At least one. */
  readonly movements: readonly Movement[];
  /** A new threshold; undefined: as it is. */
  readonly threshold?: number;
}

const itemRow = (item: StockItem) => ({
  id: item.id,
  on_hand: item.onHand,
  reserved: item.reserved,
  threshold: item.threshold,
  announced: item.announced,
  version: item.version,
});

const movementRow = (item: StockItem, movement: Movement) => ({
  stock_item_id: item.id,
  version: item.version,
  kind: movement.kind,
  on_hand_delta: movement.onHandDelta,
  reserved_delta: movement.reservedDelta,
  order_id: movement.orderId,
  actor_id: movement.actorId,
  reason: movement.reason,
});

/**
 * Writes movements into the ledger, the levels that they sum up to, and publishes each item's change: one statement.
 * Returns the items after it.
 */
export async function book(tx: StockTransaction, bookings: readonly Booking[]): Promise<StockItem[]> {
  if (bookings.length === 0) return [];
  const changes = bookings.map(({ item, movements, threshold }) => ({
    before: item,
    after: booked(item, movements, threshold),
    movements,
  }));
  const items = JSON.stringify(changes.map(({ after }) => itemRow(after)));
  const ledger = JSON.stringify(
    changes.flatMap(({ after, movements }) => movements.map((movement) => movementRow(after, movement))),
  );
  const rows = await tx.db.$queryRaw<{ id: string; updatedAt: Date }[]>`
    WITH ledger AS (
      INSERT INTO stock_movements
        (stock_item_id, version, kind, on_hand_delta, reserved_delta, order_id, actor_id, reason)
      SELECT * FROM json_to_recordset(${ledger}::json) AS l(stock_item_id uuid, version int, kind text,
        on_hand_delta int, reserved_delta int, order_id uuid, actor_id uuid, reason text)
    )
    UPDATE stock_items s
    SET on_hand = c.on_hand, reserved = c.reserved, threshold = c.threshold, announced = c.announced,
      version = c.version, updated_at = now()
    FROM json_to_recordset(${items}::json) AS c(id uuid, on_hand int, reserved int, threshold int, announced text,
      version int)
    WHERE s.id = c.id AND s.version = c.version - 1
    RETURNING s.id, s.updated_at AS "updatedAt"`;
  const written = new Map(rows.map((row) => [row.id, row.updatedAt]));
  return changes.map(({ before, after }) => {
    const updatedAt = written.get(after.id);
    if (updatedAt === undefined) throw new Error(`stock item ${after.id} was booked without its lock`);
    const item = { ...after, updatedAt };
    // A new item has no level before: its first event is a plain one.
    publishStock(tx, before.version === 0 ? item.announced : before.announced, item);
    return item;
  });
}

/** Makes the stock items that a store does not have yet, at version 0: the caller books goods in the same transaction. */
export async function ensureStockItems(db: Sql, keys: readonly StockKey[]): Promise<void> {
  const rows = JSON.stringify(
    keys.map(({ storeId, productId }) => ({ id: uuidv7(), store_id: storeId, product_id: productId })),
  );
  await db.$executeRaw`
    INSERT INTO stock_items (id, store_id, product_id, version)
    SELECT id, store_id, product_id, 0
    FROM json_to_recordset(${rows}::json) AS r(id uuid, store_id uuid, product_id uuid)
    ORDER BY store_id, product_id
    ON CONFLICT (store_id, product_id) DO NOTHING`;
}

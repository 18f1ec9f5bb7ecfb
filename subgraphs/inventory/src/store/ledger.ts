import type { Movement, StockItem } from '../domain/stock.ts';
import type { Tx } from './database.ts';
import type { StockKey } from './stockItems.ts';

/** A stock item after its movements, which the transaction has locked. */
export interface LedgerEntry {
  readonly after: StockItem;
  readonly movements: readonly Movement[];
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
  reason_code: movement.reasonCode,
});

/**
 * Writes movements into the ledger and the levels that they sum up to: one statement. Returns the time of each item's
 * change, by the database's clock.
 */
export async function writeLedger(
  tx: Tx,
  entries: readonly LedgerEntry[],
): Promise<ReadonlyMap<string, Date>> {
  const items = JSON.stringify(entries.map(({ after }) => itemRow(after)));
  const ledger = JSON.stringify(
    entries.flatMap(({ after, movements }) => movements.map((movement) => movementRow(after, movement))),
  );
  const rows = await tx.$queryRaw<{ id: string; updatedAt: Date }[]>`
    WITH ledger AS (
      INSERT INTO stock_movements
        (stock_item_id, version, kind, on_hand_delta, reserved_delta, order_id, actor_id, reason, reason_code)
      SELECT * FROM json_to_recordset(${ledger}::json) AS l(stock_item_id uuid, version int, kind text,
        on_hand_delta int, reserved_delta int, order_id uuid, actor_id uuid, reason text, reason_code text)
    )
    UPDATE stock_items s
    SET on_hand = c.on_hand, reserved = c.reserved, threshold = c.threshold, announced = c.announced,
      version = c.version, updated_at = now()
    FROM json_to_recordset(${items}::json) AS c(id uuid, on_hand int, reserved int, threshold int, announced text,
      version int)
    WHERE s.id = c.id AND s.version = c.version - 1
    RETURNING s.id, s.updated_at AS "updatedAt"`;
  return new Map(rows.map((row) => [row.id, row.updatedAt]));
}

/**
 * Makes the stock items that a store does not have yet, at version 0: the caller books goods in the same transaction.
 * @param newId makes an id for each
 */
export async function ensureStockItems(
  tx: Tx,
  keys: readonly StockKey[],
  newId: () => string,
): Promise<void> {
  const rows = JSON.stringify(
    keys.map(({ storeId, productId }) => ({ id: newId(), store_id: storeId, product_id: productId })),
  );
  await tx.$executeRaw`
    INSERT INTO stock_items (id, store_id, product_id, version)
    SELECT id, store_id, product_id, 0
    FROM json_to_recordset(${rows}::json) AS r(id uuid, store_id uuid, product_id uuid)
    ORDER BY store_id, product_id
    ON CONFLICT (store_id, product_id) DO NOTHING`;
}

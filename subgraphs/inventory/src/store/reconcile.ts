import type { Tx } from './database.ts';

/** A stock item whose level is not what its ledger and its reservations sum up to. */
export interface Difference {
  readonly stockItemId: string;
  readonly storeId: string;
  readonly productId: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly ledgerOnHand: number;
  readonly ledgerReserved: number;
  /** Pieces of reservations that are HELD or PERMANENT. */
  readonly held: number;
}

/**
 * Proves, in one snapshot, that every level is the sum of its ledger and that `reserved` is the sum of the holds.
 * Returns what differs: nothing, unless somebody wrote past this service.
 *
 * @param most differences to list; null: all
 */
export async function reconcile(tx: Tx, limit: number | null = null): Promise<Difference[]> {
  return tx.$queryRaw<Difference[]>`
    WITH ledger AS (
      SELECT stock_item_id, sum(on_hand_delta)::int AS on_hand, sum(reserved_delta)::int AS reserved
      FROM stock_movements GROUP BY stock_item_id
    ), holds AS (
      SELECT r.store_id, l.product_id, sum(l.quantity)::int AS pieces
      FROM reservations r JOIN reservation_lines l USING (order_id)
      WHERE r.state IN ('HELD', 'PERMANENT') GROUP BY r.store_id, l.product_id
    ), compared AS (
      SELECT s.id AS "stockItemId", store_id AS "storeId", product_id AS "productId", s.on_hand AS "onHand", s.reserved,
        coalesce(l.on_hand, 0) AS "ledgerOnHand", coalesce(l.reserved, 0) AS "ledgerReserved",
        coalesce(h.pieces, 0) AS held
      FROM stock_items s LEFT JOIN ledger l ON l.stock_item_id = s.id LEFT JOIN holds h USING (store_id, product_id)
    )
    SELECT * FROM compared
    WHERE "onHand" <> "ledgerOnHand" OR reserved <> "ledgerReserved" OR reserved <> held
    ORDER BY "stockItemId" LIMIT ${limit}::int`;
}

import type { Availability } from '../domain/availability.ts';
import type { Tx } from './database.ts';
import type { StockKey } from './stockItems.ts';

/** What customers can order now: holds that have expired do not count, swept or not. */
export async function availabilities(tx: Tx, keys: readonly StockKey[]): Promise<Availability[]> {
  if (keys.length === 0) return [];
  const stores = keys.map((key) => key.storeId);
  const products = keys.map((key) => key.productId);
  return tx.$queryRaw<Availability[]>`
    WITH expired AS MATERIALIZED (
      SELECT r.store_id, l.product_id, sum(l.quantity)::int AS pieces
      FROM reservations r JOIN reservation_lines l USING (order_id)
      WHERE r.state = 'HELD' AND r.expires_at <= now()
      GROUP BY r.store_id, l.product_id
    )
    SELECT s.store_id AS "storeId", s.product_id AS "productId",
      s.on_hand - s.reserved + coalesce(e.pieces, 0) AS available, s.version, s.updated_at AS "updatedAt"
    FROM unnest(${stores}::uuid[], ${products}::uuid[]) AS a(store_id, product_id)
    JOIN stock_items s USING (store_id, product_id)
    LEFT JOIN expired e USING (store_id, product_id)`;
}

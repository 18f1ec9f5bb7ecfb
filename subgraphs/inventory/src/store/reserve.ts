import type { ProductQuantity } from '../domain/lines.ts';
import type { Level } from '../domain/level.ts';
import type { StockItem } from '../domain/stock.ts';
import type { Tx } from './database.ts';

export interface ReserveRequest {
  readonly orderId: string;
  readonly storeId: string;
  /** One entry per product. */
  readonly lines: readonly ProductQuantity[];
  /** Milliseconds by the database's clock; null: for good, because the order is confirmed already. */
  readonly holdMs: number | null;
}

export interface Shortage {
  readonly productId: string;
  readonly requested: number;
  readonly available: number;
}

/** An expired reservation whose pieces were needed: it was swept on the way. */
export interface Swept {
  readonly orderId: string;
  readonly storeId: string;
  readonly version: number;
  readonly lines: ProductQuantity[];
}

export interface ReserveOutcome {
  /** Whether anything is held: all that was wanted, or all that the store had of it. */
  readonly reserved: boolean;
  /** False: the store does not exist, is closed for good, or is paused and the order is new. */
  readonly storeKnown: boolean;
  /** Number of this outcome's event; null: the order has a reservation that stands, nothing was done. */
  readonly version: number | null;
  readonly expiresAt: Date | null;
  /** The database's clock. */
  readonly now: Date;
  /** Items that moved, with the level that was announced before. */
  readonly items: StockItem[];
  /** What is held; empty if nothing is. */
  readonly lines: ProductQuantity[];
  readonly shortages: Shortage[];
  readonly swept: Swept[];
}

interface Row extends Omit<ReserveOutcome, 'items'> {
  readonly items: (Omit<StockItem, 'announced' | 'updatedAt'> & { readonly announced: string })[];
}

/**
 * Holds what the store has of an order's lines, in one statement: sweeps the expired holds of these products, locks the stock
 * items in order of their ids, decides, moves, writes ledger and reservation. A new order gets nothing of an archived
 * product; one that is confirmed already keeps what it was sold. Nobody can see or take what is between.
 *
 * Locks are taken as everywhere: reservations by id, then stock items by id. Every column that a CHECK looks at is
 * written from the locked row: the row that UPDATE sees first is as old as the snapshot, and Postgres tests the CHECKs
 * on it before it notices.
 */
export async function reserve(tx: Tx, request: ReserveRequest): Promise<ReserveOutcome> {
  const { orderId, storeId, lines, holdMs } = request;
  const products = lines.map((line) => line.productId);
  const quantities = lines.map((line) => line.quantity);
  const [won, lost] = holdMs === null ? ['PERMANENT', 'LOST'] : ['HELD', 'REJECTED'];
  const [row] = await tx.$queryRaw<Row[]>`
    WITH wanted AS MATERIALIZED (
      SELECT product_id, quantity FROM unnest(${products}::uuid[], ${quantities}::int[]) AS w(product_id, quantity)
    ), expired AS MATERIALIZED (
      SELECT r.order_id FROM reservations r
      WHERE r.state = 'HELD' AND r.expires_at <= now() AND r.store_id = ${storeId}::uuid
        AND EXISTS (SELECT FROM reservation_lines l JOIN wanted w USING (product_id) WHERE l.order_id = r.order_id)
      ORDER BY r.order_id LIMIT 500
      FOR NO KEY UPDATE OF r
    ), freed AS MATERIALIZED (
      SELECT l.order_id, l.product_id, l.quantity FROM expired e JOIN reservation_lines l USING (order_id)
      WHERE l.quantity > 0
    ), touched AS MATERIALIZED (
      SELECT product_id, sum(wanted)::int AS wanted, sum(freed)::int AS freed
      FROM (SELECT product_id, quantity AS wanted, 0 AS freed FROM wanted
            UNION ALL SELECT product_id, 0, quantity FROM freed) AS t
      GROUP BY product_id
    ), locked AS MATERIALIZED (
      SELECT s.id, s.product_id, s.on_hand, s.reserved, s.version, t.wanted, t.freed,
        CASE WHEN p.is_archived AND ${holdMs}::float8 IS NOT NULL THEN 0 ELSE s.on_hand - s.reserved + t.freed END AS free
      FROM touched t JOIN stock_items s ON s.store_id = ${storeId}::uuid AND s.product_id = t.product_id
      LEFT JOIN products p ON p.id = t.product_id
      ORDER BY s.id
      FOR NO KEY UPDATE OF s
    ), given AS MATERIALIZED (
      SELECT w.product_id, w.quantity AS wanted, coalesce(l.free, 0) AS free,
        least(w.quantity, greatest(coalesce(l.free, 0), 0)) AS pieces
      FROM wanted w LEFT JOIN locked l USING (product_id)
    ), verdict AS MATERIALIZED (
      SELECT k.known, k.known AND EXISTS (SELECT FROM given WHERE pieces > 0) AS reserved
      FROM (SELECT EXISTS (SELECT FROM stores WHERE id = ${storeId}::uuid
        AND (status = 'OPEN' OR (status = 'PAUSED' AND ${holdMs}::float8 IS NULL))) AS known) AS k
    ), header AS (
      INSERT INTO reservations AS r (order_id, store_id, state, expires_at)
      SELECT ${orderId}::uuid, ${storeId}::uuid, CASE WHEN reserved THEN ${won} ELSE ${lost} END,
        CASE WHEN reserved THEN now() + ${holdMs}::float8 * interval '1 millisecond' END
      FROM verdict
      ON CONFLICT (order_id) DO UPDATE
        SET state = EXCLUDED.state, expires_at = EXCLUDED.expires_at, version = r.version + 1, updated_at = now()
        WHERE r.state IN ('EXPIRED', 'REJECTED') AND ${holdMs}::float8 IS NULL
      RETURNING version, expires_at
    ), noted AS (
      INSERT INTO reservation_lines (order_id, product_id, quantity)
      SELECT ${orderId}::uuid, g.product_id, CASE WHEN v.reserved THEN g.pieces ELSE g.wanted END
      FROM given g, verdict v, header
      ON CONFLICT (order_id, product_id) DO UPDATE SET quantity = EXCLUDED.quantity
    ), swept AS (
      UPDATE reservations r SET state = 'EXPIRED', expires_at = NULL, version = r.version + 1, updated_at = now()
      FROM expired e, header WHERE r.order_id = e.order_id
      RETURNING r.order_id, r.store_id, r.version
    ), moved AS (
      UPDATE stock_items s
      SET on_hand = l.on_hand, reserved = l.reserved - l.freed + CASE WHEN v.reserved THEN coalesce(g.pieces, 0) ELSE 0 END,
        version = l.version + 1, updated_at = now()
      FROM locked l LEFT JOIN given g USING (product_id), verdict v, header
      WHERE s.id = l.id AND (l.freed > 0 OR (v.reserved AND coalesce(g.pieces, 0) > 0))
      RETURNING s.id, s.product_id, s.on_hand, s.reserved, s.threshold, s.announced, s.version,
        coalesce(g.pieces, 0) AS pieces
    ), ledger AS (
      INSERT INTO stock_movements (stock_item_id, version, kind, on_hand_delta, reserved_delta, order_id)
      SELECT m.id, m.version, 'RELEASE', 0, -f.quantity, f.order_id FROM moved m JOIN freed f USING (product_id)
      UNION ALL
      SELECT m.id, m.version, 'RESERVATION', 0, m.pieces, ${orderId}::uuid FROM moved m, verdict v
      WHERE v.reserved AND m.pieces > 0
    )
    SELECT v.reserved, v.known AS "storeKnown", h.version, h.expires_at AS "expiresAt", now() AS now,
      coalesce((SELECT json_agg(json_build_object('id', id, 'storeId', ${storeId}::uuid, 'productId', product_id,
        'onHand', on_hand, 'reserved', reserved, 'threshold', threshold, 'announced', announced, 'version', version)
        ORDER BY id) FROM moved), '[]') AS items,
      coalesce((SELECT json_agg(json_build_object('productId', product_id, 'quantity', pieces) ORDER BY product_id)
        FROM given WHERE v.reserved AND pieces > 0), '[]') AS lines,
      coalesce((SELECT json_agg(json_build_object('productId', product_id, 'requested', wanted, 'available', free)
        ORDER BY product_id) FROM given WHERE v.known AND pieces < wanted), '[]') AS shortages,
      coalesce((SELECT json_agg(json_build_object('orderId', order_id, 'storeId', store_id, 'version', version,
        'lines', (SELECT json_agg(json_build_object('productId', f.product_id, 'quantity', f.quantity))
          FROM freed f WHERE f.order_id = s.order_id))) FROM swept s), '[]') AS swept
    FROM verdict v LEFT JOIN header h ON true`;
  if (row === undefined) throw new Error('the reservation statement gave no row');
  return {
    ...row,
    items: row.items.map((item) => ({ ...item, announced: level(item.announced), updatedAt: row.now })),
  };
}

function level(text: string): Level {
  if (text === 'OUT' || text === 'LOW' || text === 'IN_STOCK') return text;
  throw new Error(`the database has a level ${text}`);
}

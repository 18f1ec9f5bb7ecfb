import type { Check, Violation } from './check.ts';
import { MAX_VIOLATIONS } from './check.ts';

/** Per product and store: available + reserved + sold = received + adjustments, sold = committed − restocked. */
export const stockAddsUp: Check = {
  name: 'stock adds up',
  rule: 'available + reserved + sold = received + adjustments, per product and store',
  find: (databases) =>
    databases.rows<Violation>(
      'inventory',
      `WITH ledger AS (
         SELECT stock_item_id,
           coalesce(sum(on_hand_delta) FILTER (WHERE kind = 'RECEIPT'), 0) AS received,
           coalesce(sum(on_hand_delta) FILTER (WHERE kind = 'ADJUSTMENT'), 0) AS adjusted,
           coalesce(-sum(on_hand_delta) FILTER (WHERE kind IN ('COMMIT', 'RESTOCK')), 0) AS sold
         FROM stock_movements GROUP BY stock_item_id
       )
       SELECT s.id::text, format('product %s in store %s: available %s + reserved %s + sold %s <> received %s + adjusted %s',
         product_id, store_id, on_hand - reserved, reserved, coalesce(sold, 0), coalesce(received, 0), coalesce(adjusted, 0)) AS detail
       FROM stock_items s LEFT JOIN ledger l ON l.stock_item_id = s.id
       WHERE on_hand + coalesce(sold, 0) <> coalesce(received, 0) + coalesce(adjusted, 0)
       LIMIT ${MAX_VIOLATIONS}`,
    ),
};

export const stockNeverNegative: Check = {
  name: 'stock is never negative',
  rule: 'on hand, reserved, available and sold of each stock item are 0 or more, at every step of its ledger',
  find: (databases) =>
    databases.rows<Violation>(
      'inventory',
      `WITH steps AS (
         SELECT stock_item_id, version,
           sum(sum(on_hand_delta)) OVER w AS on_hand, sum(sum(reserved_delta)) OVER w AS reserved
         FROM stock_movements GROUP BY stock_item_id, version
         WINDOW w AS (PARTITION BY stock_item_id ORDER BY version)
       )
       SELECT stock_item_id::text AS id, format('version %s: on hand %s, reserved %s', version, on_hand, reserved) AS detail
       FROM steps WHERE on_hand < 0 OR reserved < 0 OR reserved > on_hand LIMIT ${MAX_VIOLATIONS}`,
    ),
};

export const reservedIsHeld: Check = {
  name: 'reserved is what live holds hold',
  rule: 'reserved = Σ lines of reservations that are held or permanent = Σ of the ledger',
  find: (databases) =>
    databases.rows<Violation>(
      'inventory',
      `WITH ledger AS (
         SELECT stock_item_id, sum(reserved_delta) AS reserved FROM stock_movements GROUP BY stock_item_id
       ), holds AS (
         SELECT r.store_id, l.product_id, sum(l.quantity) AS pieces
         FROM reservations r JOIN reservation_lines l USING (order_id)
         WHERE r.state IN ('HELD', 'PERMANENT') GROUP BY r.store_id, l.product_id
       )
       SELECT s.id::text, format('reserved %s, held %s, ledger %s', s.reserved, coalesce(h.pieces, 0), coalesce(l.reserved, 0)) AS detail
       FROM stock_items s LEFT JOIN ledger l ON l.stock_item_id = s.id LEFT JOIN holds h USING (store_id, product_id)
       WHERE s.reserved <> coalesce(h.pieces, 0) OR s.reserved <> coalesce(l.reserved, 0) LIMIT ${MAX_VIOLATIONS}`,
    ),
};

interface SoldRow {
  id: string;
  status: string;
  picked: Record<string, number>;
}
interface MovedRow {
  id: string;
  reserved: Record<string, number>;
  committed: Record<string, number>;
}

/** Also: nothing left the shelf for an order that was not picked up, and nothing is reserved for one that has ended. */
export const soldOnce: Check = {
  name: 'each order takes its goods once',
  rule: 'delivered or returned: committed = picked; cancelled: nothing committed; ended: nothing reserved',
  async find(databases) {
    const orders = await databases.rows<SoldRow>(
      'orders',
      `SELECT o.id::text, o.status::text, json_object_agg(l.product_id, l.pieces) AS picked
       FROM orders o JOIN (SELECT order_id, product_id, sum(picked) AS pieces FROM order_lines GROUP BY 1, 2) l
         ON l.order_id = o.id
       WHERE o.status IN ('DELIVERED', 'RETURNED', 'CANCELLED') GROUP BY o.id`,
    );
    const movements = await databases.rows<MovedRow>(
      'inventory',
      `SELECT order_id::text AS id, json_object_agg(product_id, reserved) AS reserved,
         json_object_agg(product_id, committed) AS committed
       FROM (SELECT m.order_id, s.product_id, sum(reserved_delta) AS reserved,
               coalesce(-sum(on_hand_delta) FILTER (WHERE kind = 'COMMIT'), 0) AS committed
             FROM stock_movements m JOIN stock_items s ON s.id = m.stock_item_id
             WHERE order_id IS NOT NULL GROUP BY 1, 2) AS moved
       GROUP BY order_id`,
    );
    const moved = new Map(movements.map((row) => [row.id, row]));
    return orders.flatMap(({ id, status, picked }) => {
      const { reserved = {}, committed = {} } = moved.get(id) ?? {};
      const products = new Set([...Object.keys(picked), ...Object.keys(committed)]);
      return [...products].flatMap((productId): Violation[] => {
        const due = status === 'CANCELLED' ? 0 : (picked[productId] ?? 0);
        const left = committed[productId] ?? 0;
        const held = reserved[productId] ?? 0;
        if (left === due && held === 0) return [];
        return [
          { id, detail: `${status}, product ${productId}: committed ${left} of ${due}, reserved ${held}` },
        ];
      });
    });
  },
};

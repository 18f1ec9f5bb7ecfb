import type { Check, Violation } from './check.ts';
import { MAX_VIOLATIONS } from './check.ts';

/** Lines that stand for other products, compared with the questions to the customer from which they come. */
export const substitutesReplace: Check = {
  name: 'substitutes replace what was missing',
  rule: 'each replaced piece is one piece of a line of its own, of the product that was chosen; packed: no question is open',
  find: (databases) =>
    databases.rows<Violation>(
      'orders',
      `WITH replaced AS (
         SELECT substitute_for AS id, sum(quantity) AS pieces FROM order_lines WHERE substitute_for IS NOT NULL GROUP BY 1
       ), chosen AS (
         SELECT order_line_id, chosen_product_id AS product_id, count(*) AS times FROM order_substitutions
         WHERE status = 'SUBSTITUTED' GROUP BY 1, 2
       ), added AS (
         SELECT substitute_for AS order_line_id, product_id, count(*) AS times FROM order_lines
         WHERE substitute_for IS NOT NULL GROUP BY 1, 2
       )
       SELECT l.order_id::text AS id, format('line %s: %s pieces are replaced by %s', l.id, l.substituted, coalesce(r.pieces, 0)) AS detail
       FROM order_lines l LEFT JOIN replaced r ON r.id = l.id WHERE l.substituted <> coalesce(r.pieces, 0)
       UNION ALL
       SELECT l.order_id::text, format('product %s was chosen %s times instead of line %s and added %s times',
         coalesce(c.product_id, a.product_id), coalesce(c.times, 0), l.id, coalesce(a.times, 0))
       FROM chosen c FULL JOIN added a USING (order_line_id, product_id) JOIN order_lines l ON l.id = order_line_id
       WHERE coalesce(c.times, 0) <> coalesce(a.times, 0)
       UNION ALL
       SELECT o.id::text, format('%s, but substitution %s is %s', o.status, s.id, s.status)
       FROM order_substitutions s JOIN orders o ON o.id = s.order_id
       WHERE s.status IN ('OPEN', 'RESERVING')
         AND o.status IN ('READY', 'OUT_FOR_DELIVERY', 'DELIVERED', 'RETURNING', 'RETURNED')
       LIMIT ${MAX_VIOLATIONS}`,
    ),
};

interface PiecesRow {
  id: string;
  pieces: Record<string, number>;
}

export const missingLeftTheBooks: Check = {
  name: 'what was not on the shelf left the books',
  rule: 'delivered or returned: short and replaced pieces, but for those short at placement, are taken out of stock, no more',
  async find(databases) {
    const [orders, movements] = await Promise.all([
      databases.rows<PiecesRow>(
        'orders',
        `WITH lines AS (
           SELECT order_id, product_id, sum(short + substituted)::int AS pieces FROM order_lines GROUP BY 1, 2
         ), at_placement AS (
           SELECT o.id AS order_id, (s ->> 'productId')::uuid AS product_id,
             sum((s ->> 'requested')::int - greatest(0, (s ->> 'available')::int))::int AS pieces
           FROM orders o, jsonb_array_elements(coalesce(o.shortages, '[]')) s GROUP BY 1, 2
         )
         SELECT o.id::text, json_object_agg(l.product_id, l.pieces - coalesce(p.pieces, 0)) AS pieces
         FROM orders o JOIN lines l ON l.order_id = o.id LEFT JOIN at_placement p USING (order_id, product_id)
         WHERE o.status IN ('DELIVERED', 'RETURNED') GROUP BY o.id`,
      ),
      databases.rows<PiecesRow>(
        'inventory',
        `SELECT order_id::text AS id, json_object_agg(product_id, pieces) AS pieces
         FROM (SELECT m.order_id, s.product_id, -sum(m.on_hand_delta)::int AS pieces
               FROM stock_movements m JOIN stock_items s ON s.id = m.stock_item_id
               WHERE m.kind = 'ADJUSTMENT' AND m.order_id IS NOT NULL AND m.on_hand_delta < 0 GROUP BY 1, 2) AS gone
         GROUP BY order_id`,
      ),
    ]);
    const gone = new Map(movements.map(({ id, pieces }) => [id, pieces]));
    return orders.flatMap(({ id, pieces }) => {
      const left = gone.get(id) ?? {};
      const products = new Set([...Object.keys(pieces), ...Object.keys(left)]);
      return [...products].flatMap((productId): Violation[] => {
        const missing = pieces[productId] ?? 0;
        const booked = left[productId] ?? 0;
        if (missing === booked) return [];
        return [
          { id, detail: `product ${productId}: ${missing} pieces were missing, ${booked} left the books` },
        ];
      });
    });
  },
};

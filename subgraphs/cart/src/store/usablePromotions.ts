import { Prisma } from '../generated/prisma/client.ts';

/** The categories of a promotion's scope, with all that are below them. */
const scopedCategories = Prisma.sql`
  CASE WHEN m.scope -> 'categoryIds' = '[]' THEN '[]'::jsonb ELSE (
    WITH RECURSIVE below AS (
      SELECT e.id::uuid AS id FROM jsonb_array_elements_text(m.scope -> 'categoryIds') AS e(id)
      UNION SELECT g.id FROM categories g JOIN below b ON g.parent_id = b.id)
    SELECT jsonb_agg(b.id) FROM below b) END`;

/**
 * The promotions that the cart `c` may use now, as a list of `UsablePromotion`: they run at its store, are not used up as far as
 * cart knows, and the cart has a coupon where they need one. The database's clock decides, the same for all processes.
 */
export const usablePromotions = (storeId: Prisma.Sql): Prisma.Sql => Prisma.sql`
  coalesce((
    SELECT jsonb_agg(jsonb_build_object(
             'promotionId', m.id, 'name', m.name, 'currency', m.currency, 'rule', m.rule,
             'scope', jsonb_build_object('productIds', m.scope -> 'productIds', 'categoryIds', ${scopedCategories}),
             'minSubtotal', m.min_subtotal, 'priority', m.priority, 'stacking', m.stacking,
             'limits', jsonb_build_object('total', m.max_uses, 'perCustomer', m.max_uses_per_customer),
             'coupon', CASE WHEN k.code IS NOT NULL THEN jsonb_build_object('code', k.code, 'limit', k.max_uses) END))
      FROM promotions m
      LEFT JOIN LATERAL (
        SELECT q.code, q.max_uses FROM coupons q
         WHERE m.is_coupon_required AND q.promotion_id = m.id AND q.code = ANY(c.coupons)
           AND (q.max_uses IS NULL OR q.redeemed < q.max_uses)
         ORDER BY array_position(c.coupons, q.code) LIMIT 1) k ON true
     WHERE NOT m.is_paused AND m.starts_at <= now() AND (m.ends_at IS NULL OR m.ends_at > now())
       AND (NOT m.is_coupon_required OR k.code IS NOT NULL)
       AND (m.max_uses IS NULL OR m.redeemed < m.max_uses)
       AND (m.scope -> 'storeIds' = '[]' OR m.scope -> 'storeIds' @> to_jsonb(${storeId}::text))
       AND (m.max_uses_per_customer IS NULL OR c.customer_id IS NULL OR m.max_uses_per_customer > (
         SELECT count(*) FROM promotion_uses u WHERE u.promotion_id = m.id AND u.customer_id = c.customer_id))
  ), '[]'::jsonb)`;

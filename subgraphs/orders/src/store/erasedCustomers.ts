import type { Tx } from './database.ts';

export async function addErasedCustomer(db: Tx, customerId: string): Promise<void> {
  await db.erasedCustomer.createMany({ data: [{ customerId }], skipDuplicates: true });
}

/**
 * Erases what is personal in orders of erased customers that have ended: the address becomes the store's, notes,
 * attributes and what people wrote in the history go. Amounts, products and times stay.
 * @returns how many orders were changed, at most `limit`
 */
export async function anonymiseOrders(db: Tx, limit: number): Promise<number> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE orders
       SET dropoff = jsonb_set(jsonb_set(pickup -> 'address', '{lines}', '["Erased"]'), '{instructions}', 'null'),
           attributes = '[]', anonymised_at = now()
     WHERE id IN (
       SELECT o.id FROM orders o JOIN erased_customers e ON e.customer_id = o.customer_id
        WHERE o.anonymised_at IS NULL AND o.status IN ('DELIVERED', 'RETURNED', 'CANCELLED')
        ORDER BY o.id LIMIT ${limit}::int FOR UPDATE OF o)
    RETURNING id`;
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await db.$executeRaw`UPDATE order_lines SET note = NULL WHERE order_id = ANY(${ids}::uuid[]) AND note IS NOT NULL`;
  await db.$executeRaw`UPDATE order_issues SET note = NULL WHERE order_id = ANY(${ids}::uuid[]) AND note IS NOT NULL`;
  await db.$executeRaw`
    UPDATE order_steps SET detail = jsonb_set(detail, '{text}', '"Erased"')
     WHERE order_id = ANY(${ids}::uuid[]) AND detail ->> 'kind' = 'TEXT'`;
  return ids.length;
}

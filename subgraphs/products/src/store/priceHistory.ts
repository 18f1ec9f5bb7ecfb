import type { Tx } from './database.ts';

/**
 * Lowest prices of products within 30 days before their present price began, in minor units. A product that never had
 * another price then is left out.
 */
export async function lowestPricesBefore(
  db: Tx,
  productIds: readonly string[],
): Promise<{ readonly id: string; readonly price: number }[]> {
  const rows = await db.$queryRaw<{ id: string; price: bigint }[]>`
    SELECT product_id AS id, min(price) AS price
      FROM (SELECT product_id, price, lead(since) OVER by_time AS until,
                   max(since) OVER (PARTITION BY product_id) AS present
              FROM price_history WHERE product_id = ANY(${[...productIds]}::uuid[])
            WINDOW by_time AS (PARTITION BY product_id ORDER BY since)) h
     WHERE until > present - interval '30 days' GROUP BY 1`;
  return rows.map(({ id, price }) => ({ id, price: Number(price) }));
}

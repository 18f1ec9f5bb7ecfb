import type { OrderFact } from '../domain/orderFact.ts';
import type { Tx } from './database.ts';

/** The facts of an order, and whether the rollups have them. */
export interface KeptFact {
  readonly orderId: string;
  readonly fact: OrderFact;
  /** The store that is not known yet, for which the fact is not rolled up. */
  readonly pendingStoreId: string | null;
}

/** Facts of these orders that are known. */
export async function factsOf(
  tx: Tx,
  generation: number,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, KeptFact>> {
  const ids = JSON.stringify(orderIds);
  const rows = await tx.$queryRaw<KeptFact[]>`
    SELECT order_id AS "orderId", fact, pending_store_id AS "pendingStoreId" FROM order_facts
    WHERE generation = ${generation} AND order_id IN (SELECT json_array_elements_text(${ids}::json)::uuid)`;
  return new Map(rows.map((row) => [row.orderId, row]));
}

export async function saveFacts(tx: Tx, generation: number, facts: readonly KeptFact[]): Promise<void> {
  const rows = JSON.stringify(facts);
  await tx.$executeRaw`
    INSERT INTO order_facts (generation, order_id, fact, pending_store_id)
    SELECT ${generation}, "orderId", fact, "pendingStoreId"
    FROM json_to_recordset(${rows}::json) AS r("orderId" uuid, fact jsonb, "pendingStoreId" uuid)
    ON CONFLICT (generation, order_id) DO UPDATE SET (fact, pending_store_id) = (excluded.fact, excluded.pending_store_id)`;
}

/** Orders whose store has become known. */
export async function pendingOrders(tx: Tx, generation: number, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ orderId: string }[]>`
    SELECT f.order_id AS "orderId" FROM stores s
    JOIN order_facts f ON f.generation = s.generation AND f.pending_store_id = s.store_id
    WHERE s.generation = ${generation} LIMIT ${limit}`;
  return rows.map(({ orderId }) => orderId);
}

/**
 * Facts of one generation, in the order of their IDs, of which the log may no longer have every event: what the other one
 * does not have, or has without its beginning, and orders placed before `placedBefore`.
 */
export async function factsBeyondLog(
  tx: Tx,
  o: {
    readonly from: number;
    readonly to: number;
    readonly placedBefore: number;
    readonly after: string;
    readonly limit: number;
  },
): Promise<Pick<KeptFact, 'orderId' | 'fact'>[]> {
  return tx.$queryRaw<Pick<KeptFact, 'orderId' | 'fact'>[]>`
    SELECT o.order_id AS "orderId", o.fact FROM order_facts o
    LEFT JOIN order_facts n ON n.generation = ${o.to} AND n.order_id = o.order_id
    WHERE o.generation = ${o.from} AND o.order_id > ${o.after}::uuid
      AND (n.order_id IS NULL OR n.fact->'placed' = 'null'::jsonb
        OR (o.fact->'placed'->>'at')::bigint < ${o.placedBefore}::bigint)
    ORDER BY o.order_id LIMIT ${o.limit}`;
}

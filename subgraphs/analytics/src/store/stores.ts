import type { Tx } from './database.ts';

/** What measures need of a store. */
export interface MeasuredStore {
  readonly storeId: string;
  readonly timeZone: string;
  readonly currency: string;
}

/** Keeps stores that are not known yet; known ones stay as they are. */
export async function addStores(tx: Tx, generation: number, stores: readonly MeasuredStore[]): Promise<void> {
  const rows = JSON.stringify(stores);
  await tx.$executeRaw`
    INSERT INTO stores (generation, store_id, time_zone, currency)
    SELECT ${generation}, "storeId", "timeZone", currency
    FROM json_to_recordset(${rows}::json) AS r("storeId" uuid, "timeZone" text, currency text)
    ON CONFLICT DO NOTHING`;
}

/** Stores of a generation that another one does not have are taken over. */
export async function carryStores(tx: Tx, o: { readonly from: number; readonly to: number }): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO stores (generation, store_id, time_zone, currency)
    SELECT ${o.to}, store_id, time_zone, currency FROM stores WHERE generation = ${o.from} ON CONFLICT DO NOTHING`;
}

/** All stores of a generation by ID; a chain has few. */
export async function knownStores(tx: Tx, generation: number): Promise<ReadonlyMap<string, MeasuredStore>> {
  const rows = await tx.$queryRaw<MeasuredStore[]>`
    SELECT store_id AS "storeId", time_zone AS "timeZone", currency FROM stores WHERE generation = ${generation}`;
  return new Map(rows.map((store) => [store.storeId, store]));
}

import type { StoreState } from '@nakku/contracts';
import type { DeliveringStore } from '../domain/store.ts';
import type { Tx } from './database.ts';

/** Keeps the state of a store; the inbox drops what is older. */
export async function putStore(tx: Tx, store: StoreState): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO stores (id, state) VALUES (${store.storeId}::uuid, ${JSON.stringify(store)}::jsonb)
    ON CONFLICT (id) DO UPDATE SET state = excluded.state`;
}

function storeOf(state: StoreState, hasZones: boolean): DeliveringStore {
  return {
    storeId: state.storeId,
    location: state.address.location,
    radiusMeters: state.radiusMeters,
    timeZone: state.timeZone,
    openingHours: state.openingHours,
    closedDates: state.closedDates ?? [],
    isPaused: state.isPaused ?? false,
    deliveryFee: state.deliveryFee,
    freeDeliveryFrom: state.freeDeliveryFrom,
    currency: state.currency,
    hasZones,
  };
}

/** Stores that are not closed for good; a chain has few. */
export async function deliveringStores(tx: Tx): Promise<DeliveringStore[]> {
  const rows = await tx.$queryRaw<{ state: StoreState; hasZones: boolean }[]>`
    SELECT state, EXISTS (SELECT 1 FROM zones WHERE store_id = s.id AND status <> 'CLOSED') AS "hasZones"
    FROM stores s WHERE state->>'status' <> 'CLOSED'`;
  return rows.map(({ state, hasZones }) => storeOf(state, hasZones));
}

/** Currency of a store that is not closed for good; null if there is no such store. */
export async function currencyOfStore(tx: Tx, storeId: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ currency: string }[]>`
    SELECT state->>'currency' AS currency FROM stores
    WHERE id = ${storeId}::uuid AND state->>'status' <> 'CLOSED'`;
  return rows.at(0)?.currency ?? null;
}

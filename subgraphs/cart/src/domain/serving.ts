import type { StoreState } from '@nakku/contracts';
import { distanceMeters, isStoreOpen, type Point, storesInReach, storesServing } from '@nakku/geo';

/** What the serving rules look at. */
export const servingStore = (store: StoreState) => ({ ...store, location: store.address.location });

/** Whether the store takes orders at `now`. */
export const isOpen = (store: StoreState, now: Date): boolean => isStoreOpen(servingStore(store), now);

/** Whether the point is within the store's radius, open or not. */
export function isInReach(store: StoreState, point: Point): boolean {
  return distanceMeters(store.address.location, point) <= store.radiusMeters;
}

/** The nearest store that is open; if none is, the nearest that will be, so that the customer sees when. */
export function pickStore(stores: readonly StoreState[], point: Point, now: Date): StoreState | null {
  const candidates = stores.map(servingStore);
  const [open] = storesServing(candidates, point, now);
  const [inReach] = storesInReach(candidates, point);
  const picked = open ?? inReach;
  return stores.find((store) => store.storeId === picked?.storeId) ?? null;
}

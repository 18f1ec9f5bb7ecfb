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

/** The nearest other store that is open and delivers to the point; null if there is none. */
export function pickOtherStore(
  stores: readonly StoreState[],
  current: StoreState | null,
  point: Point,
  now: Date,
): StoreState | null {
  const others = stores.filter(({ storeId }) => storeId !== current?.storeId);
  const [open] = storesServing(others.map(servingStore), point, now);
  return others.find(({ storeId }) => storeId === open?.storeId) ?? null;
}

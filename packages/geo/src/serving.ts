import { distanceMeters, type Point } from './distance.ts';
import { isOpenAt, type OpeningHours } from './openingHours.ts';

/** What the serving rule must know of a store. */
export interface ServingStore {
  readonly storeId: string;
  readonly location: Point;
  readonly radiusMeters: number;
  readonly timeZone: string;
  readonly openingHours: readonly OpeningHours[];
  /** Days without opening hours, YYYY-MM-DD in `timeZone`. */
  readonly closedDates?: readonly string[] | undefined;
  /** CLOSED is for good. */
  readonly status: 'OPEN' | 'CLOSED';
  /** Takes no orders for now. */
  readonly isPaused?: boolean | undefined;
}

/** Whether the store takes orders at `at`. */
export function isStoreOpen(store: ServingStore, at: Date): boolean {
  const { status, isPaused, openingHours, timeZone, closedDates } = store;
  return status === 'OPEN' && !isPaused && isOpenAt(openingHours, timeZone, at, closedDates);
}

/**
 * The stores whose radius holds `point`, open or not, nearest first; ties by id, so that everybody picks the same.
 */
export function storesInReach<Store extends ServingStore>(stores: readonly Store[], point: Point): Store[] {
  return stores
    .map((store) => ({ store, distance: distanceMeters(store.location, point) }))
    .filter(({ store, distance }) => store.status === 'OPEN' && distance <= store.radiusMeters)
    .sort((one, other) => one.distance - other.distance || (one.store.storeId < other.store.storeId ? -1 : 1))
    .map(({ store }) => store);
}

/** The stores that deliver to `point` at `at`, nearest first: within their radius and open. */
export function storesServing<Store extends ServingStore>(
  stores: readonly Store[],
  point: Point,
  at: Date,
): Store[] {
  return storesInReach(stores, point).filter((store) => isStoreOpen(store, at));
}

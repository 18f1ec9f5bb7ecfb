import { isStoreOpen, type OpeningHours, type Point, storesServing } from '@nakku/geo';

/** A dark store; amounts in minor units of `currency`. */
export interface Store {
  readonly storeId: string;
  readonly name: string;
  readonly address: {
    readonly lines: string[];
    readonly city: string;
    readonly postcode: string;
    readonly country: string;
    readonly location: Point;
    readonly instructions: string | null;
  };
  readonly radiusMeters: number;
  readonly timeZone: string;
  readonly openingHours: OpeningHours[];
  readonly deliveryFee: number;
  readonly freeDeliveryFrom: number | null;
  readonly currency: string;
  /** CLOSED is for good. */
  readonly status: 'OPEN' | 'CLOSED';
  readonly version: number;
}

const serving = (store: Store) => ({ ...store, location: store.address.location });

/** Whether it takes orders at `at`. */
export function isOpen(store: Store, at: Date): boolean {
  return isStoreOpen(serving(store), at);
}

/** Stores that deliver to `point` at `at`, nearest first. */
export function nearestServing(stores: readonly Store[], point: Point, at: Date, limit: number): Store[] {
  return storesServing(stores.map(serving), point, at).slice(0, limit);
}

/** Two entries of one weekday that overlap: the index of the later one, or null. */
export function overlappingHours(hours: readonly OpeningHours[]): number | null {
  const index = hours.findIndex((one, i) =>
    hours
      .slice(0, i)
      .some((other) => one.weekday === other.weekday && one.opens < other.closes && other.opens < one.closes),
  );
  return index === -1 ? null : index;
}

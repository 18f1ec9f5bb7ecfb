import { isStoreOpen, type OpeningHours, type Point, storesServing } from '@nakku/geo';

export type StoreStatus = 'OPEN' | 'PAUSED' | 'CLOSED';

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
  /** Days without opening hours, YYYY-MM-DD in `timeZone`, sorted. */
  readonly closedDates: string[];
  readonly deliveryFee: number;
  readonly freeDeliveryFrom: number | null;
  /** Smallest subtotal of an order, in minor units; null: any. */
  readonly minimumOrder: number | null;
  readonly currency: string;
  /** PAUSED takes no orders for now, CLOSED never again. */
  readonly status: StoreStatus;
  readonly version: number;
}

/** What others must know of the status: an open store may be paused. */
export const openness = ({ status }: Pick<Store, 'status'>) => ({
  status: status === 'CLOSED' ? status : ('OPEN' as const),
  isPaused: status === 'PAUSED',
});

const serving = (store: Store) => ({ ...store, ...openness(store), location: store.address.location, store });

/** Whether it takes orders at `at`. */
export function isOpen(store: Store, at: Date): boolean {
  return isStoreOpen(serving(store), at);
}

/** Stores that deliver to `point` at `at`, nearest first. */
export function nearestServing(stores: readonly Store[], point: Point, at: Date, limit: number): Store[] {
  return storesServing(stores.map(serving), point, at)
    .slice(0, limit)
    .map(({ store }) => store);
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

/** What a store's update changes; undefined stays as it is. */
export interface StoreUpdate {
  readonly name?: string | undefined;
  readonly radiusMeters?: number | undefined;
  readonly openingHours?: OpeningHours[] | undefined;
  readonly closedDates?: string[] | undefined;
  readonly deliveryFee?: number | undefined;
  /** Null: delivery is never free. */
  readonly freeDeliveryFrom?: number | null | undefined;
  /** Null: any order. */
  readonly minimumOrder?: number | null | undefined;
}

export type StoreRefusal =
  { readonly kind: 'closed' } | { readonly kind: 'version_conflict'; readonly currentVersion: number };

/** The store as it becomes, the same if nothing changes, or why it may not. */
export type StoreDecision = { readonly store: Store } | { readonly refused: StoreRefusal };

/** Changes a store that has not closed for good. */
export function updateStore(store: Store, expectedVersion: number, update: StoreUpdate): StoreDecision {
  if (store.status === 'CLOSED') return { refused: { kind: 'closed' } };
  if (store.version !== expectedVersion) {
    return { refused: { kind: 'version_conflict', currentVersion: store.version } };
  }
  const { freeDeliveryFrom = store.freeDeliveryFrom, minimumOrder = store.minimumOrder } = update;
  return {
    store: {
      ...store,
      name: update.name ?? store.name,
      radiusMeters: update.radiusMeters ?? store.radiusMeters,
      openingHours: update.openingHours ?? store.openingHours,
      closedDates: update.closedDates ?? store.closedDates,
      deliveryFee: update.deliveryFee ?? store.deliveryFee,
      freeDeliveryFrom,
      minimumOrder,
      version: store.version + 1,
    },
  };
}

/** Pauses, resumes or closes a store; one that is in that status already stays as it is. CLOSED is never left. */
export function moveStore(store: Store, status: StoreStatus): StoreDecision {
  if (store.status === status) return { store };
  if (store.status === 'CLOSED') return { refused: { kind: 'closed' } };
  return { store: { ...store, status, version: store.version + 1 } };
}

import { distanceMeters, type Point, type PromiseWindow, promiseAt, type PromiseRule } from '@nakku/geo';
import { isWithin, nextOpening, type Schedule } from './deliveryHours.ts';
import { areaHolds } from './polygon.ts';
import type { DeliveringStore } from './store.ts';
import { feeAt, type Zone } from './zone.ts';

/** Why nobody delivers to a point now. */
export type Unserved = 'OUT_OF_ZONE' | 'STORE_CLOSED' | 'STORE_PAUSED' | 'OUTSIDE_HOURS' | 'ZONE_PAUSED';

/** Who delivers to a point, or would. */
interface Offer {
  readonly store: DeliveringStore;
  /** Null for a store without zones, which delivers within its radius. */
  readonly zone: Zone | null;
  readonly distanceMeters: number;
  /** Minor units of the store's currency, as is the next. */
  readonly fee: number;
  readonly freeFrom: number | null;
  readonly minOrder: number;
}

export type Serviceability =
  | ({ readonly kind: 'served'; readonly promise: PromiseWindow } & Offer)
  | ({
      readonly kind: 'later';
      readonly reason: Exclude<Unserved, 'OUT_OF_ZONE'>;
      readonly opensAt: Date | null;
    } & Offer)
  | { readonly kind: 'nowhere' };

/** What may deliver to a point, found by its cell: `isInside` needs no look at the polygon. */
export interface ZoneCandidate {
  readonly zone: Zone;
  readonly isInside: boolean;
}

function offerOf(store: DeliveringStore, zone: Zone | null, point: Point, now: Date): Offer {
  const distance = distanceMeters(store.location, point);
  return {
    store,
    zone,
    distanceMeters: distance,
    fee: zone === null ? store.deliveryFee : feeAt(zone, distance, now),
    freeFrom: zone === null ? store.freeDeliveryFrom : zone.fee.freeFrom,
    minOrder: zone?.minOrder ?? 0,
  };
}

/** The hours of a store, and those of its zone if it has some. */
function schedulesOf({ store, zone }: Offer): Schedule[] {
  const { timeZone, openingHours, closedDates } = store;
  const exceptions = closedDates.map((date) => ({ date, hours: [] }));
  const ofStore = { timeZone, weekly: openingHours, exceptions };
  if (zone === null) return [ofStore];
  // Days of other hours change the zone's own hours, or the store's where it has none.
  const ofZone = { timeZone, weekly: zone.weekly ?? openingHours, exceptions: zone.exceptions };
  return [ofStore, ofZone];
}

/** Why an offer does not hold now; null if it does. */
function refusal(offer: Offer, now: Date): Exclude<Unserved, 'OUT_OF_ZONE'> | null {
  const [ofStore, ofZone] = schedulesOf(offer);
  if (offer.store.isPaused) return 'STORE_PAUSED';
  if (offer.zone?.status === 'PAUSED') return 'ZONE_PAUSED';
  if (ofStore !== undefined && !isWithin(ofStore, now)) return 'STORE_CLOSED';
  return ofZone !== undefined && !isWithin(ofZone, now) ? 'OUTSIDE_HOURS' : null;
}

const isPause = (reason: Unserved): boolean => reason === 'STORE_PAUSED' || reason === 'ZONE_PAUSED';

/** The greater priority first, then the nearer store; ties by ID, so that everybody gets the same. */
const byRank = (one: Offer, other: Offer): number =>
  (other.zone?.priority ?? -1) - (one.zone?.priority ?? -1) ||
  one.distanceMeters - other.distanceMeters ||
  (`${one.store.storeId}${one.zone?.zoneId}` < `${other.store.storeId}${other.zone?.zoneId}` ? -1 : 1);

/**
 * Who delivers to a point at `now`. Zones decide; a store that has none delivers within its radius, after those with zones.
 * @param candidates zones whose cells hold the point
 * @param stores all stores that are not closed for good
 */
export function serviceabilityAt(
  o: { readonly candidates: readonly ZoneCandidate[]; readonly stores: readonly DeliveringStore[] },
  point: Point,
  now: Date,
  rule: PromiseRule,
): Serviceability {
  const byId = new Map(o.stores.map((store) => [store.storeId, store]));
  const zoned = o.candidates.flatMap(({ zone, isInside }) => {
    const store = byId.get(zone.storeId);
    if (store === undefined || zone.status === 'CLOSED') return [];
    return isInside || areaHolds(zone.area, point) ? [offerOf(store, zone, point, now)] : [];
  });
  const around = o.stores
    .filter((store) => !store.hasZones)
    .map((store) => offerOf(store, null, point, now))
    .filter(({ store, distanceMeters: distance }) => distance <= store.radiusMeters);
  const offers = [...zoned, ...around].sort(byRank);
  for (const offer of offers) {
    if (refusal(offer, now) !== null) continue;
    return { kind: 'served', promise: promiseAt(now, offer.store.location, point, rule), ...offer };
  }
  const [first] = offers;
  const reason = first === undefined ? null : refusal(first, now);
  if (first === undefined || reason === null) return { kind: 'nowhere' };
  const opensAt = isPause(reason) ? null : nextOpening(schedulesOf(first), now);
  return { kind: 'later', reason, opensAt, ...first };
}

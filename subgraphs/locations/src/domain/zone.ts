import type { HoursException, WeekdayHours } from './deliveryHours.ts';
import type { Area } from './polygon.ts';

/** PAUSED delivers nothing for now, CLOSED never again. */
export type ZoneStatus = 'ACTIVE' | 'PAUSED' | 'CLOSED';

/** Amounts in minor units of the store's currency. */
export interface FeeRule {
  readonly base: number;
  /** For each kilometre begun beyond `includedMeters`. */
  readonly perKilometre: number;
  readonly includedMeters: number;
  /** Subtotal from which delivery is free; null: never. */
  readonly freeFrom: number | null;
}

/** The fee is `percent` of the usual one until an instant. */
export interface Surge {
  readonly percent: number;
  readonly until: Date;
}

/** What staff sets of a zone. */
export interface ZoneRules {
  readonly name: string;
  readonly area: Area;
  /** Of zones that overlap the one with the greater number delivers. */
  readonly priority: number;
  readonly fee: FeeRule;
  /** Smallest subtotal of an order, in minor units. */
  readonly minOrder: number;
  /** Null: whenever the store is open. */
  readonly weekly: readonly WeekdayHours[] | null;
  readonly exceptions: readonly HoursException[];
}

/** An area to which a store delivers. */
export interface Zone extends ZoneRules {
  readonly zoneId: string;
  readonly storeId: string;
  /** Of its store. */
  readonly currency: string;
  readonly surge: Surge | null;
  readonly status: ZoneStatus;
  readonly version: number;
}

export type ZoneRefusal =
  { readonly kind: 'closed' } | { readonly kind: 'version_conflict'; readonly currentVersion: number };

/** The zone as it becomes, the same if nothing changes, or why it may not. */
export type ZoneDecision = { readonly zone: Zone } | { readonly refused: ZoneRefusal };

const changed = (zone: Zone, change: Partial<Zone>): ZoneDecision =>
  zone.status === 'CLOSED'
    ? { refused: { kind: 'closed' } }
    : { zone: { ...zone, ...change, version: zone.version + 1 } };

/** Changes what is given of a zone. */
export function updateZone(zone: Zone, expectedVersion: number, update: Partial<ZoneRules>): ZoneDecision {
  if (zone.status !== 'CLOSED' && zone.version !== expectedVersion) {
    return { refused: { kind: 'version_conflict', currentVersion: zone.version } };
  }
  return changed(zone, update);
}

/** Pauses, resumes or closes a zone; one that is in that status already stays as it is. CLOSED is never left. */
export function moveZone(zone: Zone, status: ZoneStatus): ZoneDecision {
  return zone.status === status ? { zone } : changed(zone, { status });
}

/** Raises or lowers the fee for a while; null ends it now. */
export function setSurge(zone: Zone, surge: Surge | null): ZoneDecision {
  return surge === null && zone.surge === null ? { zone } : changed(zone, { surge });
}

/** The surge that holds at `now`; null if there is none. */
export function surgeAt({ surge }: Pick<Zone, 'surge'>, now: Date): Surge | null {
  return surge !== null && now < surge.until ? surge : null;
}

/** The fee of a delivery over a distance, before `freeFrom`: minor units, half up. */
export function feeAt(zone: Pick<Zone, 'fee' | 'surge'>, distanceMeters: number, now: Date): number {
  const { base, perKilometre, includedMeters } = zone.fee;
  const kilometres = Math.ceil(Math.max(0, distanceMeters - includedMeters) / 1_000);
  const percent = surgeAt(zone, now)?.percent ?? 100;
  return Math.floor(((base + perKilometre * kilometres) * percent + 50) / 100);
}

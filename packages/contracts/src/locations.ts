import { z } from 'zod';
import { contractsOf } from './contract.ts';
import { amount, currency, id, instant } from './values.ts';

/** Longitude and latitude in degrees, WGS 84: the order of GeoJSON. */
const position = z.array(z.number().min(-180).max(180)).length(2);

/** Minutes after local midnight; `closes` may be 1440. */
const hours = z.object({
  opens: z.number().int().min(0).max(1439),
  closes: z.number().int().min(1).max(1440),
});

const zone = z.object({
  zoneId: id,
  storeId: id,
  name: z.string(),
  /** Coordinates of a GeoJSON MultiPolygon; western and southern borders belong to it. */
  area: z.array(z.array(z.array(position))),
  /** Of zones that overlap the one with the greater number delivers. */
  priority: z.number().int(),
  fee: z.object({
    base: amount,
    /** For each kilometre begun beyond `includedMeters`. */
    perKilometre: amount,
    includedMeters: z.number().int().nonnegative(),
    /** Subtotal from which delivery is free; null: never. */
    freeFrom: amount.nullable(),
  }),
  /** Smallest subtotal of an order. */
  minOrder: amount,
  currency,
  /** In the store's time zone, Monday is 1; null: whenever the store is open. */
  weekly: z.array(hours.extend({ weekday: z.number().int().min(1).max(7) })).nullable(),
  /** Dates on which other hours hold; none of them: closed. */
  exceptions: z.array(z.object({ date: z.iso.date(), hours: z.array(hours) })),
  /** The fee is `percent` of the usual one until an instant. */
  surge: z.object({ percent: z.number().int().positive(), until: instant }).nullable(),
  /** CLOSED is for good. */
  status: z.enum(['ACTIVE', 'PAUSED', 'CLOSED']),
});

const zoneState = z.object({ zone, at: instant });

/** Keyed by the zone's id; full state, compacted. */
export const locations = contractsOf('locations', {
  'zone.created': zoneState,
  'zone.updated': zoneState,
  'zone.closed': zoneState,
});

import { type Point, travelMs } from './distance.ts';

/** Where the courier of a delivery is: on the way to the store, at the store, or on the way to the door with the goods. */
export type JourneyStage = 'TO_STORE' | 'AT_STORE' | 'CARRIED';

export interface Journey {
  readonly stage: JourneyStage;
  readonly isPacked: boolean;
  /** Where the courier is; null (unknown, or nobody yet) counts as at the store. */
  readonly courier: Point | null;
  readonly store: Point;
  readonly door: Point;
}

/** What a journey is made of; times in milliseconds. */
export interface JourneyRule {
  readonly metersPerSecond: number;
  /** What packing takes. */
  readonly packingMs: number;
  /** What each stop takes, at the store and at the door. */
  readonly stopMs: number;
}

/** The times that cart's promise and delivery's ETA begin with: a bicycle in a city. */
export const standardJourney: JourneyRule = { metersPerSecond: 4, packingMs: 180_000, stopMs: 60_000 };

/**
 * How long it takes until the goods are at the door, in milliseconds: the ride to the store (or the packing, if that takes
 * longer), the stop there, the ride to the door, the stop there. The one model behind the promise of a checkout and the ETA
 * of a delivery: without a courier both say the same.
 */
export function journeyMs({ stage, isPacked, courier, store, door }: Journey, rule: JourneyRule): number {
  const { metersPerSecond, packingMs, stopMs } = rule;
  if (stage === 'CARRIED') return travelMs(courier ?? store, door, metersPerSecond) + stopMs;
  const toStoreMs = stage === 'AT_STORE' ? 0 : travelMs(courier ?? store, store, metersPerSecond);
  const leftToPackMs = isPacked ? 0 : packingMs;
  return Math.max(toStoreMs, leftToPackMs) + stopMs + travelMs(store, door, metersPerSecond) + stopMs;
}

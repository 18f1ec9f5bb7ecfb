import type { OpeningHours, Point } from '@nakku/geo';

/** What locations must know of a store that is not closed for good. */
export interface DeliveringStore {
  readonly storeId: string;
  readonly location: Point;
  readonly radiusMeters: number;
  readonly timeZone: string;
  readonly openingHours: readonly OpeningHours[];
  /** Days without opening hours, YYYY-MM-DD in `timeZone`. */
  readonly closedDates: readonly string[];
  /** Takes no orders for now. */
  readonly isPaused: boolean;
  /** Minor units of `currency`; where it has no zones. */
  readonly deliveryFee: number;
  readonly freeDeliveryFrom: number | null;
  readonly currency: string;
  /** Whether it has zones, which replace its radius. */
  readonly hasZones: boolean;
}

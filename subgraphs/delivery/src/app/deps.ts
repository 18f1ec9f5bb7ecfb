import type { SharedReads } from '@nakku/graphql-kit';
import type { SubgraphDeps } from '@nakku/service';
import type { DeliveryConfig, DeliveryTimes } from '../config.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { DispatchRules } from '../domain/dispatch.ts';
import type { EtaRules } from '../domain/eta.ts';
import type { HandoverRules } from '../domain/handover.ts';
import type { Offer } from '../domain/offer.ts';
import type { KnownPosition, PositionRules } from '../domain/position.ts';
import type { Db } from '../store/database.ts';

/** Where couriers are: the newest position in a cache, the thinned track and a fallback in the database. */
export interface CourierPositions {
  /** The newest known position of each courier; those without one are missing. */
  lastOf(courierIds: readonly string[]): Promise<Map<string, KnownPosition>>;
  /** Replaces `expected` by `next`; false if somebody else replaced it first. */
  replace(
    courierId: string,
    expected: KnownPosition | null,
    next: KnownPosition,
    isTrackPoint: boolean,
  ): Promise<boolean>;
}

/** Wakes the dispatchers of all processes; a hint only, their poll covers what is lost. */
export interface DispatchSignal {
  /** Something was committed that a dispatcher should look at. */
  notify(): void;
  /** Something will be committed within a moment: the transaction is still open and nothing signals its end. */
  notifySoon(): void;
}

/** What all subscriptions of a process read by: what many watch is read once. */
export interface LiveReads {
  /** Deliveries by order. */
  readonly deliveries: SharedReads<string, Delivery>;
  /** Open offers by courier. */
  readonly offers: SharedReads<string, Offer[]>;
}

/** What use cases and resolvers work with, for the life of the process. */
export interface Deps extends SubgraphDeps<Db> {
  readonly liveReads: LiveReads;
  readonly dispatchSignal: DispatchSignal;
  readonly positions: CourierPositions;
  readonly times: DeliveryTimes;
  readonly config: DeliveryConfig;
  readonly etaRules: EtaRules;
  readonly positionRules: PositionRules;
  readonly dispatchRules: DispatchRules;
  readonly handoverRules: HandoverRules;
  /** How long a courier waits for an absent customer, with the profile's pace. */
  readonly absentWaitMs: number;
}

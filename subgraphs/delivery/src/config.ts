import { standardJourney } from '@nakku/geo';
import { integer, secret, subgraphEnv } from '@nakku/service';
import type { DurationsProfile } from '@nakku/service';
import { z } from 'zod';

/** Environment of the delivery service. Every limit has its default here. */
export const configSchema = z.object({
  ...subgraphEnv,
  /** Key of the HMAC that makes a delivery's hand-over code. */
  DELIVERY_HANDOVER_SECRET: secret(),
  /** When couriers are first asked: once the goods are packed, or already while they are being packed. */
  DELIVERY_OFFERS_FROM: z.enum(['READY', 'PACKING']).default('READY'),
  /** Deliveries that one pass of the dispatcher takes. */
  DELIVERY_DISPATCH_BATCH: integer(1, 500).default(50),
  /** How often the dispatcher looks at the queue while Redis, whose signals wake it, is away. */
  DELIVERY_DISPATCH_POLL_MS: integer(10, 60_000).default(250),
  /** Couriers farther from the store than this, in a straight line, get no offer. */
  DELIVERY_MAX_OFFER_METERS: integer(100, 1_000_000).default(10_000),
  /** Quick rounds over all couriers on shift, before it goes on with pauses. */
  DELIVERY_OFFER_ROUNDS: integer(1, 10).default(3),
  /** A courier this close to the door is NEARBY. */
  DELIVERY_NEARBY_METERS: integer(10, 5_000).default(200),
  /** An ETA is published again when it moved by at least this. */
  DELIVERY_ETA_CHANGE_MS: integer(1_000, 3_600_000).default(60_000),
  /** What an ETA counts for packing that is not finished. */
  DELIVERY_PACKING_ESTIMATE_MS: integer(0, 3_600_000).default(standardJourney.packingMs),
  /** What an ETA counts for each stop, at the store and at the door. */
  DELIVERY_STOP_MS: integer(0, 3_600_000).default(standardJourney.stopMs),
  /** Faster than this nobody rides: such a position is dropped. Metres per second. */
  DELIVERY_PLAUSIBLE_SPEED_M_S: integer(5, 1_000).default(50),
  /** A position this far ahead of our clock counts as of now; beyond that it lies in the future and is refused. */
  DELIVERY_CLOCK_SKEW_MS: integer(0, 60_000).default(5_000),
  /** Goods are left at the door by a courier who can be so near to it, by the last position and the time since. */
  DELIVERY_HANDOVER_METERS: integer(0, 100_000).default(300),
  /** How fast a courier comes closer to a door between positions. Metres per second. */
  DELIVERY_HANDOVER_SPEED_M_S: integer(1, 1_000).default(15),
  /** How long a courier waits at the door for a customer who does not answer. */
  DELIVERY_ABSENT_WAIT_MS: integer(0, 3_600_000).default(300_000),
  /** A point of the track is kept when the courier moved this far or this long since the last one. */
  DELIVERY_TRACK_METERS: integer(1, 10_000).default(100),
  DELIVERY_TRACK_MS: integer(1_000, 3_600_000).default(15_000),
  DELIVERY_TRACK_RETENTION_DAYS: integer(1, 365).default(30),
  /** How often ended deliveries of erased customers are looked for, to be anonymised. */
  DELIVERY_ANONYMISE_EVERY_MS: integer(100, 86_400_000).default(600_000),
});

export type DeliveryConfig = z.infer<typeof configSchema>;

/** Times of delivery, in milliseconds, and how fast couriers are. */
export interface DeliveryTimes {
  /** How long one courier has an offer. */
  readonly offerLeaseMs: number;
  /** Pause between rounds once everyone on shift has been asked. */
  readonly offerRoundMs: number;
  /** A courier's position older than this counts as unknown. */
  readonly positionStaleMs: number;
  /**
   * How many times faster than in reality couriers ride: those of the demo cross the town within seconds, so an ETA and
   * what counts as a teleport must go with them. `usual` is their ride to the customer, `fastest` their fastest ride.
   */
  readonly pace: { readonly usual: number; readonly fastest: number };
}

const production: DeliveryTimes = {
  offerLeaseMs: 20_000,
  offerRoundMs: 30_000,
  positionStaleMs: 120_000,
  pace: { usual: 1, fastest: 1 },
};

/** By profile. The paces are those of the simulator's couriers. */
export const deliveryTimes: Readonly<Record<DurationsProfile, DeliveryTimes>> = {
  production,
  demo: { ...production, offerRoundMs: 3_000, pace: { usual: 60, fastest: 120 } },
  test: {
    offerLeaseMs: 5_000,
    offerRoundMs: 500,
    positionStaleMs: 5_000,
    pace: { usual: 960, fastest: 1_800 },
  },
};

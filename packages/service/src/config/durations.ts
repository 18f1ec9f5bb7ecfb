import { z } from 'zod';

/**
 * Times that more than one service or the simulator needs, and those of services without rules of their own about them, in
 * milliseconds. Those of orders stand in its config.
 */
export interface Durations {
  readonly checkout: {
    /** Life of a signed quote. */
    readonly quoteMs: number;
  };
  readonly inventory: {
    /** Life of a hold; longer than all deadlines before CONFIRMED together. */
    readonly holdMs: number;
    /** Expired holds stop counting at once; their rows are swept this often. */
    readonly holdSweepMs: number;
  };
  readonly payments: {
    /** A worker's lease on an attempt; longer than `providerTimeoutMs`. */
    readonly workerLeaseMs: number;
    /** How often the worker looks for attempts when nothing wakes it. */
    readonly workerPollMs: number;
    readonly providerTimeoutMs: number;
    /** Pause before a failed provider call is repeated; doubles up to `retryMaxMs`. */
    readonly retryFirstMs: number;
    readonly retryMaxMs: number;
    /** A capture is retried for so long, then it is OVERDUE. */
    readonly captureRetryMs: number;
    readonly reconcileEveryMs: number;
    /** Age from which the reconciler voids an authorisation that no live order needs. */
    readonly strayAuthorizationMs: number;
  };
  readonly delivery: {
    /** How long one courier has an offer. */
    readonly offerLeaseMs: number;
    /** Pause between rounds once everyone on shift has been asked. */
    readonly offerRoundMs: number;
    /** A courier's position older than this counts as unknown. */
    readonly positionStaleMs: number;
  };
  /** Security does not run faster in a rehearsal: the same in all profiles. */
  readonly sessions: {
    readonly accessTokenMs: number;
    readonly refreshTokenMs: number;
    /** The lost answer of the last rotation may be asked for again within this time. */
    readonly refreshGraceMs: number;
    /** How often the gateway polls for revocations. */
    readonly revocationPollMs: number;
    /** How often users announces the latest revocations again. */
    readonly reannounceEveryMs: number;
    /** Which revocations it announces again: access token life and a minute. */
    readonly reannounceLastMs: number;
  };
  readonly platform: {
    /** How long the answer to an idempotency key is kept. */
    readonly idempotencyMs: number;
    /** How often a live subscription looks at the database without a hint. */
    readonly livePollMs: number;
    /** The same while Redis is away. */
    readonly livePollWithoutHintsMs: number;
  };
  /** The people whom the simulator plays. */
  readonly simulator: {
    readonly packingStartMs: number;
    readonly packingMs: number;
    readonly courierDecidesMs: number;
    readonly rideToStoreMs: number;
    readonly pickUpMs: number;
    readonly rideToCustomerMs: number;
    readonly handOverMs: number;
    readonly positionEveryMs: number;
  };
}

export const durationsProfileSchema = z.enum(['production', 'demo', 'test']);
/** `production`, `demo` (people act within seconds) or `test` (about a sixtieth). */
export type DurationsProfile = z.infer<typeof durationsProfileSchema>;

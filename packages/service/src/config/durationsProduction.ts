import type { Durations } from './durations.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

export const production: Durations = {
  checkout: { quoteMs: 5 * minute },
  inventory: { holdMs: 20 * minute, holdSweepMs: 15 * second },
  payments: {
    workerLeaseMs: 30 * second,
    workerPollMs: 2_000,
    providerTimeoutMs: 10 * second,
    retryFirstMs: 500,
    retryMaxMs: 5 * minute,
    captureRetryMs: 24 * hour,
    reconcileEveryMs: minute,
    strayAuthorizationMs: 2 * minute,
  },
  delivery: { offerLeaseMs: 20 * second, offerRoundMs: 30 * second, positionStaleMs: 2 * minute },
  sessions: {
    accessTokenMs: 15 * minute,
    refreshTokenMs: 7 * day,
    refreshGraceMs: 10 * second,
    revocationPollMs: 500,
    reannounceEveryMs: 10 * second,
    reannounceLastMs: 16 * minute,
  },
  platform: { idempotencyMs: 24 * hour, livePollMs: 5 * second, livePollWithoutHintsMs: 500 },
  simulator: {
    packingStartMs: 20 * second,
    packingMs: 3 * minute,
    courierDecidesMs: 5 * second,
    rideToStoreMs: 3 * minute,
    pickUpMs: 30 * second,
    rideToCustomerMs: 8 * minute,
    handOverMs: 30 * second,
    positionEveryMs: 5 * second,
  },
};

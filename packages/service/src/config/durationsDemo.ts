import type { Durations } from './durations.ts';
import { production } from './durationsProduction.ts';

/**
 * What a newcomer waits for takes seconds; deadlines stay those of production, so that an order survives while
 * its reader has lunch.
 */
export const demo: Durations = {
  ...production,
  payments: { ...production.payments, reconcileEveryMs: 20_000, retryMaxMs: 30_000 },
  delivery: { ...production.delivery, offerRoundMs: 3_000 },
  simulator: {
    packingStartMs: 1_000,
    packingMs: 2_000,
    courierDecidesMs: 500,
    rideToStoreMs: 1_500,
    pickUpMs: 500,
    rideToCustomerMs: 8_000,
    handOverMs: 500,
    positionEveryMs: 500,
  },
};

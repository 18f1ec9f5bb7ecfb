import type { Durations } from './durations.ts';
import { production } from './durationsProduction.ts';

const factor = 60;
/** Leases stay longer than a hiccup. */
const shortest = 5_000;
/** Longer than orders waits for other services before CONFIRMED. */
const holdMs = 70_000;

/** A sixtieth of each time in a group. */
function faster<Group extends Readonly<Record<string, number>>>(group: Group): Group;
function faster(group: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(group).map(([name, ms]) => [name, Math.round(ms / factor)]));
}

export const test: Durations = {
  checkout: faster(production.checkout),
  inventory: { holdMs, holdSweepMs: 500 },
  payments: {
    workerLeaseMs: shortest,
    workerPollMs: 100,
    providerTimeoutMs: 2_000,
    retryFirstMs: 50,
    retryMaxMs: 1_000,
    captureRetryMs: 60_000,
    reconcileEveryMs: 1_000,
    strayAuthorizationMs: 2_000,
  },
  delivery: { offerLeaseMs: shortest, offerRoundMs: 500, positionStaleMs: 5_000 },
  sessions: production.sessions,
  platform: { ...production.platform, livePollMs: 500, livePollWithoutHintsMs: 100 },
  simulator: {
    packingStartMs: 50,
    packingMs: 100,
    courierDecidesMs: 50,
    rideToStoreMs: 100,
    pickUpMs: 50,
    rideToCustomerMs: 500,
    handOverMs: 50,
    positionEveryMs: 100,
  },
};

import { speedOf } from '../domain/courier.ts';
import { type FreeCourier, planMoves } from '../domain/dispatch.ts';
import { fresh } from '../domain/position.ts';
import { channels } from '../events/channels.ts';
import { metrics } from '../metrics.ts';
import { claimDispatches, type FreeCourierRow, loadFreeCouriers } from '../store/dispatches.ts';
import { lockOffers, saveDispatchPlan } from '../store/saveDispatchPlan.ts';
import type { Deps } from './deps.ts';

/** A claim outlives a pass by far; a process that dies within one delays its deliveries by this. */
const claimMs = 5_000;

export interface DispatchPass {
  /** Deliveries that the pass worked on; with 0 nothing is left to do now. */
  readonly count: number;
  /** Milliseconds until the next deadline that was left for later; null if there is none. */
  readonly nextDueMs: number | null;
}

/** One pass over the deliveries that wait for a courier: claim, choose, offer. */
export async function dispatchDeliveries(deps: Deps): Promise<DispatchPass> {
  const { db, live, config, times } = deps;
  const { waiting, lapsed, nextDueMs } = await claimDispatches(db, config.DELIVERY_DISPATCH_BATCH, claimMs);
  if (lapsed.length > 0) metrics.offer('dispatch', 'lapsed', lapsed.length);
  for (const { courierId } of lapsed) live.publish(channels.offers(courierId), 'lapsed');
  if (waiting.length === 0) return { count: 0, nextDueMs };
  const couriers = await located(deps, await loadFreeCouriers(db));
  const moves = planMoves(waiting, couriers, deps.dispatchRules);
  const plan = moves.map((planned) => ({ ...planned, offerId: deps.newId() }));
  const { offerLeaseMs: leaseMs, offerRoundMs: pauseMs } = times;
  const made = await deps.platform.transaction(async (tx) => {
    await lockOffers(tx.db);
    return saveDispatchPlan(tx.db, plan, { leaseMs, pauseMs });
  });
  for (const offer of made) {
    live.publish(channels.offers(offer.courierId), offer.offerId);
    metrics.offer('dispatch', 'made');
    metrics.dispatchWait(offer.waitedMs);
  }
  return { count: waiting.length, nextDueMs };
}

/** Couriers with their newest position: to choose by if it is recent enough, to pass over those far away however old. */
async function located(deps: Deps, couriers: readonly FreeCourierRow[]): Promise<FreeCourier[]> {
  const now = deps.now();
  const { positionStaleMs } = deps.times;
  const known = await deps.positions.lastOf(couriers.map(({ courierId }) => courierId));
  return couriers.map(({ courierId, vehicle, free }) => {
    const last = known.get(courierId) ?? null;
    const location = fresh(last, positionStaleMs, now)?.location ?? null;
    const ageSeconds = last === null || location ? 0 : (now.getTime() - last.at.getTime()) / 1000;
    const withinMeters = ageSeconds * speedOf(vehicle, deps.dispatchRules.pace);
    return {
      courierId,
      vehicle,
      free,
      location,
      lastSeen: last && { location: last.location, withinMeters },
    };
  });
}

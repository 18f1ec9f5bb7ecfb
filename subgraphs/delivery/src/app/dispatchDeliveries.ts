import { type FreeCourier, planMoves } from '../domain/dispatch.ts';
import { fresh } from '../domain/position.ts';
import { channels } from '../events/channels.ts';
import { metrics } from '../metrics.ts';
import { claimDispatches, type FreeCourierRow, loadFreeCouriers } from '../store/dispatches.ts';
import { lockOffers, saveDispatchPlan } from '../store/saveDispatchPlan.ts';
import type { Deps } from './deps.ts';

/** A claim outlives a pass by far; a process that dies within one delays its deliveries by this. */
const claimMs = 5_000;

/** One pass over the deliveries that wait for a courier: claim, choose, offer. Returns how many it took. */
export async function dispatchDeliveries(deps: Deps): Promise<number> {
  const { db, live, config, durations } = deps;
  const { waiting, lapsed } = await claimDispatches(db, config.DELIVERY_DISPATCH_BATCH, claimMs);
  if (lapsed.length > 0) metrics.offer('dispatch', 'lapsed', lapsed.length);
  for (const { courierId } of lapsed) live.publish(channels.offers(courierId), 'lapsed');
  if (waiting.length === 0) return 0;
  const couriers = await located(deps, await loadFreeCouriers(db));
  const moves = planMoves(waiting, couriers, deps.dispatchRules);
  const plan = moves.map((planned) => ({ ...planned, offerId: deps.newId() }));
  const { offerLeaseMs: leaseMs, offerRoundMs: pauseMs } = durations.delivery;
  const made = await deps.platform.transaction(async (tx) => {
    await lockOffers(tx.db);
    return saveDispatchPlan(tx.db, plan, { leaseMs, pauseMs });
  });
  for (const offer of made) {
    live.publish(channels.offers(offer.courierId), offer.offerId);
    metrics.offer('dispatch', 'made');
    metrics.dispatchWait(offer.waitedMs);
  }
  return waiting.length;
}

/** Couriers with their newest position, if it is recent enough. */
async function located(deps: Deps, couriers: readonly FreeCourierRow[]): Promise<FreeCourier[]> {
  const now = deps.now();
  const known = await deps.positions.lastOf(couriers.map(({ courierId }) => courierId));
  return couriers.map(({ courierId, vehicle, free }) => {
    const position = fresh(known.get(courierId) ?? null, deps.durations.delivery.positionStaleMs, now);
    return { courierId, vehicle, free, location: position?.location ?? null };
  });
}

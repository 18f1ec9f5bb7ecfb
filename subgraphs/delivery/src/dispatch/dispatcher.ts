import type { LiveSignals } from '@nakku/platform';
import type { Job } from '@nakku/service';
import { type DispatchRules, type FreeCourier, planMoves } from '../domain/dispatch.ts';
import { fresh } from '../domain/position.ts';
import { channels } from '../live.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { metrics } from '../metrics.ts';
import { claimDispatches, type FreeCourierRow, loadFreeCouriers } from '../store/dispatches.ts';
import type { Positions } from '../store/positions.ts';
import { settleDispatches } from '../store/settleDispatches.ts';
import type { DispatchWake } from './wake.ts';

export interface DispatcherOptions {
  readonly db: PrismaClient;
  readonly positions: Positions;
  readonly live: LiveSignals;
  readonly wake: DispatchWake;
  readonly rules: DispatchRules;
  readonly batch: number;
  readonly pollMs: number;
  /** How long an offer is open. */
  readonly offerLeaseMs: number;
  /** Pause between rounds once the quick ones are over. */
  readonly roundPauseMs: number;
  readonly positionStaleMs: number;
}

/** A claim outlives a pass by far; a process that dies within one delays its deliveries by this. */
const claimMs = 5_000;

/**
 * Finds couriers for deliveries in the queue, in every process side by side. One run waits for a reason and then works
 * until nothing is left to do.
 */
export function createDispatcher(o: DispatcherOptions): Job {
  return {
    name: 'dispatch',
    everyMs: 0,
    async run(signal) {
      await o.wake.next(o.pollMs, signal);
      while (!signal.aborted && (await dispatchOnce(o)) === o.batch);
    },
  };
}

/** One pass: claim, choose, offer. Returns how many deliveries it took. */
export async function dispatchOnce(o: DispatcherOptions): Promise<number> {
  const { waiting, lapsed } = await claimDispatches(o.db, o.batch, claimMs);
  if (lapsed.length > 0) metrics.offer('dispatch', 'lapsed', lapsed.length);
  for (const { courierId } of lapsed) o.live.publish(channels.offers(courierId), 'lapsed');
  if (waiting.length === 0) return 0;
  const couriers = await located(await loadFreeCouriers(o.db), o);
  const moves = planMoves(waiting, couriers, o.rules);
  const made = await settleDispatches(o.db, moves, { leaseMs: o.offerLeaseMs, pauseMs: o.roundPauseMs });
  for (const offer of made) {
    o.live.publish(channels.offers(offer.courierId), offer.offerId);
    metrics.offer('dispatch', 'made');
    metrics.dispatchWait(offer.waitedMs);
  }
  return waiting.length;
}

/** Couriers with their newest position, if it is recent enough. */
async function located(couriers: readonly FreeCourierRow[], o: DispatcherOptions): Promise<FreeCourier[]> {
  const now = new Date();
  const known = await o.positions.lastOf(couriers.map(({ courierId }) => courierId));
  return couriers.map(({ courierId, vehicle, free }) => {
    const position = fresh(known.get(courierId) ?? null, o.positionStaleMs, now);
    return { courierId, vehicle, free, location: position?.location ?? null };
  });
}

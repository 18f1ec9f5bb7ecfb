import type { DeliveryStatus } from '@nakku/contracts';
import { orderTimes } from '../src/config.ts';
import { decide } from '../src/domain/decide.ts';
import type { DeliveryFact, Fact } from '../src/domain/facts.ts';
import type { WholeOrder } from '../src/domain/order.ts';

export const times = orderTimes.production;
export const now = new Date('2026-03-01T12:05:00.000Z');

export const courierId = '0192f0c0-0000-7000-8000-00000000000a';
export const eta = new Date('2026-03-01T12:20:00.000Z');
/** A fact about the delivery by that courier. */
export function delivery(
  kind: Exclude<DeliveryFact['kind'], 'DELIVERY_FAILED'>,
  status: DeliveryStatus,
): Fact {
  return { kind, status, courierId, eta };
}

/** The change, or the test fails. */
export function applied(order: WholeOrder, fact: Fact) {
  const decision = decide(order, fact, now, times);
  if (decision.kind !== 'applied') throw new Error(`not applied: ${JSON.stringify(decision)}`);
  return decision;
}

import type { Transaction } from '@nakku/platform';
import { carried, type Delivery, type FailureCode, isOneOf } from '../domain/delivery.ts';
import type { Tx } from '../store/database.ts';
import { loadDelivery } from '../store/deliveries.ts';
import { changeDelivery } from './changeDelivery.ts';
import type { Deps } from './deps.ts';
import { unassignDelivery } from './unassignDelivery.ts';
import { type DeliveryActResult, hasStatus, unchanged } from './unchanged.ts';

interface FailCommand {
  readonly deliveryId: string;
  readonly courierId: string;
  readonly code: FailureCode;
  /** In the courier's words. */
  readonly reason: string;
}

export type FailDeliveryResult =
  | DeliveryActResult
  /** The customer is not absent for long enough; `until` is null if absence was not reported. */
  | { readonly kind: 'refused'; readonly reason: 'WAITING_TIME'; readonly until: Date | null };

/**
 * A delivery that could not be handed over: FAILED, and in the next step on its way back to the store. Each step has
 * its version and its event.
 * @returns the delivery, RETURNING; null if that courier does not carry it
 */
async function failAfterPickUp(tx: Transaction<Tx>, command: FailCommand): Promise<Delivery | null> {
  const { deliveryId, courierId, code, reason } = command;
  const act = { deliveryId, courierId, actorId: courierId };
  const failure = {
    ...act,
    from: carried,
    to: 'FAILED',
    set: { eta: null, failure: { code, reason } },
    note: { kind: 'FAILED', reason },
  } as const;
  if (!(await changeDelivery(tx, failure, 'delivery.failed'))) return null;
  const back = { ...act, from: ['FAILED'], to: 'RETURNING', note: { kind: 'RETURNING' } } as const;
  const returning = await changeDelivery(tx, back, 'delivery.updated');
  if (!returning) throw new Error(`the delivery ${deliveryId} failed and did not turn back`);
  return returning;
}

/** A customer counts as absent after the waiting time at the door: the refusal until then. */
async function waitingTime(
  { db, absentWaitMs, now }: Deps,
  { deliveryId, courierId }: FailCommand,
): Promise<FailDeliveryResult | null> {
  const delivery = await loadDelivery(db, deliveryId);
  if (delivery?.courierId !== courierId || !isOneOf(delivery.status, carried)) return null;
  const { absentSince } = delivery;
  const until = absentSince && new Date(absentSince.getTime() + absentWaitMs);
  return until && until <= now() ? null : { kind: 'refused', reason: 'WAITING_TIME', until };
}

/** A courier gives up: before pick-up the delivery goes to others, after it the goods go back to the store. */
export async function failDelivery(deps: Deps, command: FailCommand): Promise<FailDeliveryResult> {
  const { deliveryId, courierId, reason } = command;
  const waiting = command.code === 'CUSTOMER_ABSENT' ? await waitingTime(deps, command) : null;
  if (waiting) return waiting;
  const note = { kind: 'UNASSIGNED', reason } as const;
  const changed = await deps.platform.transaction(
    async (tx) =>
      (await unassignDelivery(tx, { deliveryId, courierId, actorId: courierId, note })) ??
      (await failAfterPickUp(tx, command)),
  );
  if (changed) return { kind: 'done', delivery: changed };
  return unchanged(deps, command, hasStatus('FAILED', 'RETURNING'));
}

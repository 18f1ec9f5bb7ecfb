import type { Transaction } from '@nakku/platform';
import { carried, type Delivery } from '../domain/delivery.ts';
import type { Tx } from '../store/database.ts';
import { changeDelivery } from './changeDelivery.ts';
import type { Deps } from './deps.ts';
import { unassignDelivery } from './unassignDelivery.ts';
import { type DeliveryActResult, hasStatus, unchanged } from './unchanged.ts';

interface FailCommand {
  readonly deliveryId: string;
  readonly courierId: string;
  readonly reason: string;
}

/**
 * A delivery that could not be handed over: FAILED, and in the next step on its way back to the store. Each step has
 * its version and its event.
 * @returns the delivery, RETURNING; null if that courier does not carry it
 */
async function failAfterPickUp(tx: Transaction<Tx>, command: FailCommand): Promise<Delivery | null> {
  const { deliveryId, courierId, reason } = command;
  const act = { deliveryId, courierId, actorId: courierId };
  const failure = {
    ...act,
    from: carried,
    to: 'FAILED',
    set: { eta: null, failureReason: reason },
    note: { kind: 'FAILED', reason },
  } as const;
  if (!(await changeDelivery(tx, failure, 'delivery.failed'))) return null;
  const back = { ...act, from: ['FAILED'], to: 'RETURNING', note: { kind: 'RETURNING' } } as const;
  const returning = await changeDelivery(tx, back, 'delivery.updated');
  if (!returning) throw new Error(`the delivery ${deliveryId} failed and did not turn back`);
  return returning;
}

/** A courier gives up: before pick-up the delivery goes to others, after it the goods go back to the store. */
export async function failDelivery(deps: Deps, command: FailCommand): Promise<DeliveryActResult> {
  const { deliveryId, courierId, reason } = command;
  const note = { kind: 'UNASSIGNED', reason } as const;
  const changed = await deps.platform.transaction(
    async (tx) =>
      (await unassignDelivery(tx, { deliveryId, courierId, actorId: courierId, note })) ??
      (await failAfterPickUp(tx, command)),
  );
  if (changed) return { kind: 'done', delivery: changed };
  return unchanged(deps, command, hasStatus('FAILED', 'RETURNING'));
}

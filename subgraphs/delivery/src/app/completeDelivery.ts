import type { Transaction } from '@nakku/platform';
import { carried, type Delivery, type DeliveryProof, isOneOf } from '../domain/delivery.ts';
import { CODE_TRIES, isHandoverCode } from '../domain/handoverCode.ts';
import type { StepNote } from '../domain/step.ts';
import { channels } from '../events/channels.ts';
import { releaseCapacity } from '../store/couriers.ts';
import type { Tx } from '../store/database.ts';
import { countWrongCode, loadDelivery } from '../store/deliveries.ts';
import { metersFromDoor } from './atDoor.ts';
import { changeDelivery } from './changeDelivery.ts';
import type { Deps } from './deps.ts';
import { type DeliveryActResult, hasStatus, notFound, unchanged } from './unchanged.ts';

export type CompleteDeliveryResult =
  | DeliveryActResult
  | { readonly kind: 'refused'; readonly reason: 'CODE_MISSING' }
  /** `ageLimit`: in years. */
  | { readonly kind: 'refused'; readonly reason: 'AGE_NOT_VERIFIED'; readonly ageLimit: number }
  /** `meters`: beyond what is plausible. */
  | { readonly kind: 'refused'; readonly reason: 'NOT_AT_DOOR'; readonly meters: number }
  /** `tries`: wrong codes so far; `CODE_TRIES` lock the hand-over. */
  | { readonly kind: 'refused'; readonly reason: 'WRONG_CODE'; readonly tries: number };

interface Handover {
  readonly deliveryId: string;
  readonly actorId: string;
  readonly courierId?: string;
  /** Only if fewer wrong codes were tried. */
  readonly ifTriesBelow?: number;
  readonly proof: DeliveryProof;
  /** When the courier checked the age of whoever takes the goods. */
  readonly ageVerifiedAt?: Date;
  readonly note: StepNote;
}

/** Hands a delivery over and gives its courier room; null if nobody carries it (to that customer), or the code is locked. */
async function handOver(
  tx: Transaction<Tx>,
  { proof, ageVerifiedAt, ...act }: Handover,
): Promise<Delivery | null> {
  const set = { proof, ...(ageVerifiedAt ? { ageVerifiedAt } : {}) };
  const change = { ...act, from: carried, to: 'DELIVERED', set } as const;
  const delivered = await changeDelivery(tx, change, 'delivery.completed', [channels.dispatch]);
  if (delivered?.courierId) await releaseCapacity(tx.db, delivered.courierId);
  return delivered;
}

/**
 * The courier hands over: with the customer's code, which proves the meeting wherever it is, or left at the door if the
 * customer chose so and the courier can be there. Goods with an age limit are handed over to who is old enough.
 */
export async function completeDelivery(
  deps: Deps,
  command: {
    readonly deliveryId: string;
    readonly courierId: string;
    readonly code: string | null;
    /** The courier has seen that whoever takes the goods is old enough. */
    readonly isAgeVerified: boolean;
  },
): Promise<CompleteDeliveryResult> {
  const { deliveryId, courierId, code } = command;
  const delivery = await loadDelivery(deps.db, deliveryId);
  if (delivery?.courierId !== courierId) return notFound;
  const isDone = hasStatus('DELIVERED');
  if (!isOneOf(delivery.status, carried)) return unchanged(deps, command, isDone);
  const { ageLimit } = delivery;
  if (ageLimit !== null && !command.isAgeVerified) {
    return { kind: 'refused', reason: 'AGE_NOT_VERIFIED', ageLimit };
  }
  const needsCode = delivery.handover === 'CODE';
  if (needsCode) {
    if (code === null) return { kind: 'refused', reason: 'CODE_MISSING' };
    if (!isHandoverCode(deps.config.DELIVERY_HANDOVER_SECRET, deliveryId, code)) {
      const tries = await countWrongCode(deps.db, { deliveryId, courierId, maxTries: CODE_TRIES });
      return { kind: 'refused', reason: 'WRONG_CODE', tries: tries ?? CODE_TRIES };
    }
  } else {
    const meters = await metersFromDoor(deps, courierId, delivery);
    if (meters > 0) return { kind: 'refused', reason: 'NOT_AT_DOOR', meters };
  }
  const delivered = await deps.platform.transaction((tx) =>
    handOver(tx, {
      deliveryId,
      courierId,
      actorId: courierId,
      proof: delivery.handover,
      note: { kind: needsCode ? 'HANDED_OVER' : 'LEFT_AT_DOOR' },
      ...(ageLimit === null ? {} : { ageVerifiedAt: deps.now() }),
      ...(needsCode ? { ifTriesBelow: CODE_TRIES } : {}),
    }),
  );
  if (delivered) return { kind: 'done', delivery: delivered };
  const current = await loadDelivery(deps.db, deliveryId);
  const isLocked = current !== null && isOneOf(current.status, carried) && current.codeTries >= CODE_TRIES;
  if (isLocked) return { kind: 'refused', reason: 'WRONG_CODE', tries: CODE_TRIES };
  return unchanged(deps, command, isDone);
}

/** Somebody of the store's staff vouches for the hand-over; the timeline keeps who and why. */
export async function completeDeliveryByStaff(
  deps: Deps,
  command: { readonly deliveryId: string; readonly actorId: string; readonly reason: string },
): Promise<DeliveryActResult> {
  const { deliveryId, actorId, reason } = command;
  const note = { kind: 'COMPLETED_BY_STAFF', reason } as const;
  const delivered = await deps.platform.transaction((tx) =>
    handOver(tx, { deliveryId, actorId, proof: 'STAFF_OVERRIDE', note }),
  );
  if (delivered) return { kind: 'done', delivery: delivered };
  return unchanged(deps, command, ({ proof }) => proof === 'STAFF_OVERRIDE');
}

import type { Transaction } from '@nakku/platform';
import type { Courier } from '../domain/courier.ts';
import type { CourierChangeKind, CourierProfile } from '../domain/courierChange.ts';
import { insertCourierChange } from '../store/courierChanges.ts';
import { lockCourier, saveCourierProfile } from '../store/couriers.ts';
import type { Tx } from '../store/database.ts';
import type { Deps } from './deps.ts';
import { removeFromShift } from './removeFromShift.ts';

export type ChangeCourierResult =
  | { readonly kind: 'done'; readonly courier: Courier }
  | { readonly kind: 'refused'; readonly reason: 'NOT_FOUND' }
  /** The courier has `load` orders in hand, more than the new capacity. */
  | { readonly kind: 'refused'; readonly reason: 'LOAD'; readonly load: number };

export type UpdateCourierResult =
  | ChangeCourierResult
  /** The profile has another version than the one that the change is based on. */
  | { readonly kind: 'refused'; readonly reason: 'VERSION'; readonly currentVersion: number };

interface ChangeCommand {
  readonly courierId: string;
  /** The administrator. */
  readonly actorId: string;
  readonly kind: CourierChangeKind;
  readonly set: Partial<CourierProfile>;
  readonly reason?: string;
}

const profileOf = ({ displayName, vehicle, capacity, isActive }: Courier): CourierProfile => ({
  displayName,
  vehicle,
  capacity,
  isActive,
});

/** Changes what administrators decide about a courier, with its audit. What is so already changes nothing. */
async function change(tx: Transaction<Tx>, deps: Deps, command: ChangeCommand): Promise<ChangeCourierResult> {
  const { courierId, actorId, kind, set, reason = null } = command;
  const courier = await lockCourier(tx.db, courierId);
  if (!courier) return { kind: 'refused', reason: 'NOT_FOUND' };
  const before = profileOf(courier);
  const after = { ...before, ...set };
  if (after.capacity < courier.load) return { kind: 'refused', reason: 'LOAD', load: courier.load };
  if (JSON.stringify(after) === JSON.stringify(before)) return { kind: 'done', courier };
  const changed = await saveCourierProfile(tx.db, courierId, after);
  await insertCourierChange(tx.db, {
    changeId: deps.newId(),
    courierId,
    actorId,
    kind,
    before,
    after,
    reason,
  });
  return { kind: 'done', courier: changed };
}

/** Changes the name, vehicle or capacity of a courier. */
export function updateCourier(
  deps: Deps,
  {
    expectedVersion,
    ...command
  }: {
    readonly courierId: string;
    readonly actorId: string;
    readonly set: Partial<Omit<CourierProfile, 'isActive'>>;
    /** Null: whatever version there is. */
    readonly expectedVersion: number | null;
  },
): Promise<UpdateCourierResult> {
  return deps.platform.transaction(async (tx): Promise<UpdateCourierResult> => {
    const currentVersion = (await lockCourier(tx.db, command.courierId))?.profileVersion;
    if (expectedVersion !== null && currentVersion !== undefined && currentVersion !== expectedVersion) {
      return { kind: 'refused', reason: 'VERSION', currentVersion };
    }
    return change(tx, deps, { ...command, kind: 'UPDATED' });
  });
}

/** Takes a courier off the shift for good: no shift and no offer until reactivated. Carried goods are still delivered. */
export function deactivateCourier(
  deps: Deps,
  command: { readonly courierId: string; readonly actorId: string; readonly reason: string },
): Promise<ChangeCourierResult> {
  return deps.platform.transaction(async (tx) => {
    // Deliveries are locked before couriers.
    await removeFromShift(tx, deps, command.courierId);
    return change(tx, deps, { ...command, kind: 'DEACTIVATED', set: { isActive: false } });
  });
}

/** Lets a courier ride again. */
export function reactivateCourier(
  deps: Deps,
  command: { readonly courierId: string; readonly actorId: string },
): Promise<ChangeCourierResult> {
  return deps.platform.transaction((tx) =>
    change(tx, deps, { ...command, kind: 'REACTIVATED', set: { isActive: true } }),
  );
}

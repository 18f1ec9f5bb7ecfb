import type { Courier } from '../domain/courier.ts';
import type { CourierProfile } from '../domain/courierChange.ts';
import { insertCourierChange } from '../store/courierChanges.ts';
import { insertCourier, loadCourier } from '../store/couriers.ts';
import { userExists } from '../store/users.ts';
import type { Deps } from './deps.ts';

export type CreateCourierResult =
  | { readonly kind: 'done'; readonly courier: Courier | null }
  | { readonly kind: 'refused'; readonly reason: 'NO_USER' | 'EXISTS' };

interface CreateCommand {
  readonly courierId: string;
  readonly profile: Omit<CourierProfile, 'isActive'>;
  /** The administrator. */
  readonly actorId: string;
}

/** Makes a user a courier, not on shift. */
export async function createCourier(
  { db, platform, newId }: Deps,
  { courierId, profile, actorId }: CreateCommand,
): Promise<CreateCourierResult> {
  if (!(await userExists(db, courierId))) return { kind: 'refused', reason: 'NO_USER' };
  const isNew = await platform.transaction(async (tx) => {
    if (!(await insertCourier(tx.db, { courierId, ...profile }))) return false;
    const after = { ...profile, isActive: true };
    const change = { courierId, actorId, kind: 'CREATED', before: null, after, reason: null } as const;
    await insertCourierChange(tx.db, { changeId: newId(), ...change });
    return true;
  });
  if (!isNew) return { kind: 'refused', reason: 'EXISTS' };
  return { kind: 'done', courier: await loadCourier(db, courierId) };
}

import type { Courier } from '../domain/courier.ts';
import type { CourierProfile } from '../domain/courierChange.ts';
import { insertCourierChange } from '../store/courierChanges.ts';
import { insertCourier, loadCourier } from '../store/couriers.ts';
import { keepUser } from '../store/users.ts';
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
  const refused = await platform.transaction(async (tx): Promise<'NO_USER' | 'EXISTS' | null> => {
    if (!(await keepUser(tx.db, courierId))) return 'NO_USER';
    if (!(await insertCourier(tx.db, { courierId, ...profile }))) return 'EXISTS';
    const after = { ...profile, isActive: true };
    const change = { courierId, actorId, kind: 'CREATED', before: null, after, reason: null } as const;
    await insertCourierChange(tx.db, { changeId: newId(), ...change });
    return null;
  });
  if (refused) return { kind: 'refused', reason: refused };
  return { kind: 'done', courier: await loadCourier(db, courierId) };
}

import type { Transaction } from '@nakku/platform';
import { loadCourier } from '../store/couriers.ts';
import type { Tx } from '../store/database.ts';
import { eraseCourier } from '../store/erase.ts';
import { type KnownUser, putUser } from '../store/users.ts';
import type { Deps } from './deps.ts';
import { removeFromShift } from './removeFromShift.ts';

/**
 * Keeps what is known of a user. A courier who is disabled, deleted or no courier any more leaves the shift;
 * of a deleted one nothing personal is kept.
 */
export async function updateUser(tx: Transaction<Tx>, deps: Deps, user: KnownUser): Promise<void> {
  await putUser(tx.db, user);
  if (user.status === 'ACTIVE' && user.isCourier) return;
  const courier = await loadCourier(tx.db, user.userId);
  if (courier?.isOnShift) await removeFromShift(tx, deps, courier.courierId);
  if (user.status === 'DELETED' && courier) await eraseCourier(tx.db, courier.courierId);
}

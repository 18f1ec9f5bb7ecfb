import type { Courier, Vehicle } from '../domain/courier.ts';
import { insertCourier, loadCourier } from '../store/couriers.ts';
import { userExists } from '../store/users.ts';
import type { Deps } from './deps.ts';

export type CreateCourierResult =
  | { readonly kind: 'done'; readonly courier: Courier | null }
  | { readonly kind: 'refused'; readonly reason: 'NO_USER' | 'EXISTS' };

/** Makes a user a courier, not on shift. */
export async function createCourier(
  { db }: Deps,
  command: {
    readonly courierId: string;
    readonly displayName: string;
    readonly vehicle: Vehicle;
    readonly capacity: number;
  },
): Promise<CreateCourierResult> {
  if (!(await userExists(db, command.courierId))) return { kind: 'refused', reason: 'NO_USER' };
  if (!(await insertCourier(db, command))) return { kind: 'refused', reason: 'EXISTS' };
  return { kind: 'done', courier: await loadCourier(db, command.courierId) };
}

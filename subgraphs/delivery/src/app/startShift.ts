import type { Point } from '@nakku/geo';
import type { Courier } from '../domain/courier.ts';
import { beginShift, isAllowedToRide, loadCourier } from '../store/couriers.ts';
import { acceptPosition } from './acceptPosition.ts';
import type { Deps } from './deps.ts';

export type StartShiftResult =
  | { readonly kind: 'done'; readonly courier: Courier }
  | { readonly kind: 'refused'; readonly reason: 'NO_COURIER' | 'TELEPORT' };

/**
 * Begins a shift, or moves a shift that runs. The place counts as a measured position: it must be within reach of the
 * last known one.
 */
export async function startShift(
  deps: Deps,
  { courierId, location }: { readonly courierId: string; readonly location: Point },
): Promise<StartShiftResult> {
  if (!(await isAllowedToRide(deps.db, courierId))) return { kind: 'refused', reason: 'NO_COURIER' };
  const position = { location, at: deps.now() };
  const verdict = await acceptPosition(deps, courierId, position, { isTrackPoint: true });
  if (verdict === 'TELEPORT') return { kind: 'refused', reason: 'TELEPORT' };
  if (!(await beginShift(deps.db, courierId))) return { kind: 'refused', reason: 'NO_COURIER' };
  deps.dispatchSignal.notify();
  const courier = await loadCourier(deps.db, courierId);
  return courier ? { kind: 'done', courier } : { kind: 'refused', reason: 'NO_COURIER' };
}

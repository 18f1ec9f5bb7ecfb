import type { Position } from '../domain/courier.ts';
import { loadCourier } from '../store/couriers.ts';
import { acceptPosition } from './acceptPosition.ts';
import type { Deps } from './deps.ts';
import { followPosition } from './followPosition.ts';

export type ReportPositionResult =
  | { readonly kind: 'done'; readonly isAccepted: boolean }
  | { readonly kind: 'refused'; readonly reason: 'NO_COURIER' };

/** A courier's device says where it is. Where a courier is when off shift is nobody's matter: it is dropped, too. */
export async function reportPosition(
  deps: Deps,
  { courierId, measured }: { readonly courierId: string; readonly measured: Position },
): Promise<ReportPositionResult> {
  const courier = await loadCourier(deps.db, courierId);
  if (!courier) return { kind: 'refused', reason: 'NO_COURIER' };
  const isAccepted = courier.isOnShift && (await acceptPosition(deps, courierId, measured)) === 'ACCEPTED';
  if (isAccepted) await followPosition(deps, courier, measured);
  return { kind: 'done', isAccepted };
}

import type { Position } from '../domain/courier.ts';
import { loadCourier } from '../store/couriers.ts';
import { acceptPosition } from './acceptPosition.ts';
import type { Deps } from './deps.ts';
import { followPosition } from './followPosition.ts';

export type ReportPositionResult =
  | { readonly kind: 'done'; readonly isAccepted: boolean }
  | { readonly kind: 'refused'; readonly reason: 'NO_COURIER' };

/**
 * A courier's device says where it is. The time of a clock that is ahead counts as of now, so that it does not shut out
 * the next right position. Where a courier is when off shift is nobody's matter: it is dropped, too.
 */
export async function reportPosition(
  deps: Deps,
  { courierId, measured }: { readonly courierId: string; readonly measured: Position },
): Promise<ReportPositionResult> {
  const courier = await loadCourier(deps.db, courierId);
  if (!courier) return { kind: 'refused', reason: 'NO_COURIER' };
  const now = deps.now();
  const position = { location: measured.location, at: measured.at < now ? measured.at : now };
  const isAccepted = courier.isOnShift && (await acceptPosition(deps, courierId, position)) === 'ACCEPTED';
  if (isAccepted) await followPosition(deps, courier, position);
  return { kind: 'done', isAccepted };
}

import { refuse } from '@nakku/platform';
import type { Courier } from '../domain/courier.ts';
import { channels } from '../events/channels.ts';
import { loadCourier, takeOffShift } from '../store/couriers.ts';
import { withdrawOffersOfCourier } from '../store/offers.ts';
import type { Deps } from './deps.ts';

export type EndShiftResult =
  | { readonly kind: 'done'; readonly courier: Courier }
  | { readonly kind: 'refused'; readonly reason: 'NO_COURIER' | 'UNDER_WAY' };

/** Ends the shift if nothing is in hand; what is on offer goes to others at once. */
export async function endShift(
  deps: Deps,
  { courierId }: { readonly courierId: string },
): Promise<EndShiftResult> {
  const { db, platform, live, dispatchSignal } = deps;
  if (!(await loadCourier(db, courierId))) return { kind: 'refused', reason: 'NO_COURIER' };
  const isOff = await platform.transaction(async (tx) => {
    await withdrawOffersOfCourier(tx.db, courierId);
    return (await takeOffShift(tx.db, courierId)) || refuse(false);
  });
  if (!isOff) return { kind: 'refused', reason: 'UNDER_WAY' };
  dispatchSignal.notify();
  live.publish(channels.offers(courierId), 'off shift');
  const courier = await loadCourier(db, courierId);
  return courier ? { kind: 'done', courier } : { kind: 'refused', reason: 'NO_COURIER' };
}

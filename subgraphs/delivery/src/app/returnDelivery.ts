import { channels } from '../events/channels.ts';
import { releaseCapacity } from '../store/couriers.ts';
import { changeDelivery } from './changeDelivery.ts';
import type { Deps } from './deps.ts';
import { type DeliveryActResult, hasStatus, unchanged } from './unchanged.ts';

/**
 * The goods of a delivery that failed are back in the store.
 * @param command.courierId only if this courier brings it back; none: the store's staff take it in
 */
export async function returnDelivery(
  deps: Deps,
  command: { readonly deliveryId: string; readonly actorId: string; readonly courierId?: string },
): Promise<DeliveryActResult> {
  const change = { ...command, from: ['RETURNING'], to: 'RETURNED', note: { kind: 'RETURNED' } } as const;
  const returned = await deps.platform.transaction(async (tx) => {
    const delivery = await changeDelivery(tx, change, 'delivery.returned', [channels.dispatch]);
    if (delivery?.courierId) await releaseCapacity(tx.db, delivery.courierId);
    return delivery;
  });
  return returned ? { kind: 'done', delivery: returned } : unchanged(deps, command, hasStatus('RETURNED'));
}

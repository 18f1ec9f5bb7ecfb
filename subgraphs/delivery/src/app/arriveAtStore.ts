import { changeDelivery } from './changeDelivery.ts';
import type { Deps } from './deps.ts';
import { type DeliveryActResult, hasStatus, unchanged } from './unchanged.ts';

/** The courier of a delivery is at the store. */
export async function arriveAtStore(
  deps: Deps,
  command: { readonly deliveryId: string; readonly courierId: string },
): Promise<DeliveryActResult> {
  const change = {
    ...command,
    actorId: command.courierId,
    from: ['ASSIGNED'],
    to: 'AT_STORE',
    note: { kind: 'ARRIVED_AT_STORE' },
  } as const;
  const arrived = await deps.platform.transaction((tx) => changeDelivery(tx, change, 'delivery.updated'));
  return arrived ? { kind: 'done', delivery: arrived } : unchanged(deps, command, hasStatus('AT_STORE'));
}

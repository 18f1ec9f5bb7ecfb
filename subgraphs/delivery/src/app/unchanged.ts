import { type Delivery, type DeliveryStatus, isOneOf } from '../domain/delivery.ts';
import { loadDelivery } from '../store/deliveries.ts';
import type { Deps } from './deps.ts';

/** What became of somebody's act on a delivery. Another's delivery and none are the same: `NOT_FOUND`. */
export type DeliveryActResult =
  | { readonly kind: 'done'; readonly delivery: Delivery }
  | { readonly kind: 'refused'; readonly reason: 'NOT_FOUND' }
  | { readonly kind: 'refused'; readonly reason: 'STATUS'; readonly status: DeliveryStatus };

export const notFound = { kind: 'refused', reason: 'NOT_FOUND' } as const;

/**
 * The result of an act that changed nothing: done if the delivery is already where the act leads (the call was
 * repeated), else why not.
 * @param o.courierId only if the delivery is this courier's
 */
export async function unchanged(
  { db }: Deps,
  o: { readonly deliveryId: string; readonly courierId?: string },
  isDone: (current: Delivery) => boolean,
): Promise<DeliveryActResult> {
  const current = await loadDelivery(db, o.deliveryId);
  if (!current || (o.courierId !== undefined && current.courierId !== o.courierId)) return notFound;
  if (isDone(current)) return { kind: 'done', delivery: current };
  return { kind: 'refused', reason: 'STATUS', status: current.status };
}

/** For `unchanged`: whether the delivery has one of these statuses. */
export const hasStatus =
  (...statuses: DeliveryStatus[]) =>
  ({ status }: Delivery): boolean =>
    isOneOf(status, statuses);

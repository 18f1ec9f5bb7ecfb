import { notFound, type NotFound } from '@nakku/graphql-kit';
import type { Courier } from '../domain/courier.ts';
import { type Delivery, type DeliveryStatus, isOneOf } from '../domain/delivery.ts';
import { loadDelivery } from '../store/deliveries.ts';
import type { Context } from './context.ts';
import { invalidState } from './errors.ts';

/**
 * The answer when an act changed nothing: a success if the delivery is already where the act leads and still with the
 * same courier (the call was repeated), else why not.
 */
export async function asIsOrRefused(
  { service }: Context,
  { courier, delivery }: { readonly courier: Courier; readonly delivery: Delivery },
  done: readonly DeliveryStatus[],
): Promise<
  | { delivery: Delivery; userErrors: [] }
  | { delivery: null; userErrors: (NotFound | ReturnType<typeof invalidState>)[] }
> {
  const current = await loadDelivery(service.db, delivery.deliveryId);
  if (current?.courierId !== courier.courierId) {
    return { delivery: null, userErrors: [notFound(['deliveryId'], 'delivery')] };
  }
  if (isOneOf(current.status, done)) return { delivery: current, userErrors: [] };
  return { delivery: null, userErrors: [invalidState(current.status)] };
}

import { invalidInput, notFound } from '@nakku/graphql-kit';
import type { ChangeCourierResult } from '../app/changeCourier.ts';
import type { DeliveryActResult } from '../app/unchanged.ts';
import { invalidState } from './errors.ts';

/** The payload of an act on a delivery. */
export function deliveryPayload(result: DeliveryActResult) {
  if (result.kind === 'done') return { delivery: result.delivery, userErrors: [] };
  const error =
    result.reason === 'NOT_FOUND' ? notFound(['deliveryId'], 'delivery') : invalidState(result.status);
  return { delivery: null, userErrors: [error] };
}

/** The payload of an administrator's act on a courier. */
export function courierPayload(result: ChangeCourierResult) {
  if (result.kind === 'done') return { courier: result.courier, userErrors: [] };
  const error =
    result.reason === 'NOT_FOUND'
      ? notFound(['courierId'], 'courier')
      : invalidInput(['input', 'capacity'], `must be at least ${result.load}, the orders in hand`);
  return { courier: null, userErrors: [error] };
}

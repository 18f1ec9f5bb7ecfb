import { notFound } from '@nakku/graphql-kit';
import type { DeliveryActResult } from '../app/unchanged.ts';
import { invalidState } from './errors.ts';

/** The payload of an act on a delivery. */
export function deliveryPayload(result: DeliveryActResult) {
  if (result.kind === 'done') return { delivery: result.delivery, userErrors: [] };
  const error =
    result.reason === 'NOT_FOUND' ? notFound(['deliveryId'], 'delivery') : invalidState(result.status);
  return { delivery: null, userErrors: [error] };
}

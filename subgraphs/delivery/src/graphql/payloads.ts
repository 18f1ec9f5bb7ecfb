import { invalidInput, notFound, versionConflict } from '@nakku/graphql-kit';
import type { ChangeCourierResult, UpdateCourierResult } from '../app/changeCourier.ts';
import type { DeliveryActResult } from '../app/unchanged.ts';
import { invalidState } from './errors.ts';

/** The payload of an act on a delivery. */
export function deliveryPayload(result: DeliveryActResult) {
  if (result.kind === 'done') return { delivery: result.delivery, userErrors: [] };
  const error =
    result.reason === 'NOT_FOUND' ? notFound(['deliveryId'], 'delivery') : invalidState(result.status);
  return { delivery: null, userErrors: [error] };
}

/** The payload of `courierUpdate`, which alone has a version to conflict with. */
export function courierUpdatePayload(result: UpdateCourierResult) {
  if (result.kind === 'done' || result.reason !== 'VERSION') return courierPayload(result);
  return {
    courier: null,
    userErrors: [versionConflict(['input', 'expectedVersion'], result.currentVersion)],
  };
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

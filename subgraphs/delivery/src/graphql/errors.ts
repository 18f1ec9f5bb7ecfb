import { type InvalidInput, type NotFound, notFound, type Parsed, parseInput } from '@nakku/graphql-kit';
import type { z } from 'zod';
import type { Courier } from '../domain/courier.ts';
import type { Delivery, DeliveryStatus } from '../domain/delivery.ts';
import { CODE_TRIES } from '../domain/handoverCode.ts';
import { loadDelivery } from '../store/deliveries.ts';
import type { Context } from './context.ts';

/** The user errors of delivery's own schema. */

export function courierExists() {
  return {
    __typename: 'CourierExistsError' as const,
    message: 'This user is a courier already.',
    code: 'COURIER_EXISTS',
    path: ['input', 'userId'],
  };
}

export function deliveryUnderWay() {
  return {
    __typename: 'DeliveryUnderWayError' as const,
    message: 'Finish the deliveries under way first.',
    code: 'DELIVERY_UNDER_WAY',
    path: [],
  };
}

export function offerGone() {
  return {
    __typename: 'OfferGoneError' as const,
    message: 'The offer lapsed, was withdrawn, or another courier was quicker.',
    code: 'OFFER_GONE',
    path: ['offerId'],
  };
}

export function capacityReached(capacity: number) {
  return {
    __typename: 'CapacityError' as const,
    message: `You carry ${capacity} orders already, as many as may be.`,
    code: 'CAPACITY',
    path: [],
    capacity,
  };
}

export function orderNotReady() {
  return {
    __typename: 'OrderNotReadyError' as const,
    message: 'The store has not packed the order yet.',
    code: 'ORDER_NOT_READY',
    path: ['deliveryId'],
  };
}

export function invalidState(status: DeliveryStatus) {
  return {
    __typename: 'InvalidDeliveryStateError' as const,
    message: `The delivery is ${status}, which does not allow it.`,
    code: 'INVALID_DELIVERY_STATE',
    path: ['deliveryId'],
    status,
  };
}

/** @param tries wrong codes so far */
export function wrongCode(tries: number) {
  const triesLeft = Math.max(0, CODE_TRIES - tries);
  return {
    __typename: 'WrongCodeError' as const,
    message:
      triesLeft === 0
        ? 'No try is left: only the store can complete it now.'
        : `This is not the customer's code; tries left: ${triesLeft}.`,
    code: triesLeft === 0 ? 'CODE_LOCKED' : 'WRONG_CODE',
    path: ['code'],
    triesLeft,
  };
}

/** The caller is no courier. */
export function noCourier(): NotFound {
  return notFound([], 'courier');
}

export type OwnDelivery<Value> =
  | { readonly ok: true; readonly courier: Courier; readonly delivery: Delivery; readonly value: Value }
  | { readonly ok: false; readonly userErrors: (InvalidInput | NotFound)[] };

/** Arguments of an act on a delivery that is the calling courier's; another's and none give the same answer. */
export async function ownDelivery<Value extends { deliveryId: string }>(
  context: Context,
  schema: z.ZodType<Value>,
  args: unknown,
): Promise<OwnDelivery<Value>> {
  const parsed: Parsed<z.ZodType<Value>['_output']> = parseInput(schema, args);
  if (!parsed.ok) return { ok: false, userErrors: parsed.errors };
  const [courier, delivery] = await Promise.all([
    context.me(),
    loadDelivery(context.service.db, parsed.value.deliveryId),
  ]);
  if (!courier || delivery?.courierId !== courier.courierId) {
    return { ok: false, userErrors: [notFound(['deliveryId'], 'delivery')] };
  }
  return { ok: true, courier, delivery, value: parsed.value };
}

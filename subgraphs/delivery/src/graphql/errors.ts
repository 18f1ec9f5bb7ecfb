import { type NotFound, notFound } from '@nakku/graphql-kit';
import type { DeliveryStatus } from '../domain/delivery.ts';
import { CODE_TRIES } from '../domain/handoverCode.ts';

/** The user errors of delivery's own schema. */

export function courierExists() {
  return {
    __typename: 'CourierExistsError' as const,
    message: 'This user is already a courier.',
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
    message: 'The offer has expired, was withdrawn, or another courier was faster.',
    code: 'OFFER_GONE',
    path: ['offerId'],
  };
}

export function capacityReached(capacity: number) {
  return {
    __typename: 'CapacityError' as const,
    message: `You already carry ${capacity} orders, the maximum.`,
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
        ? 'No tries left: only the store can complete the delivery now.'
        : `Wrong code; tries left: ${triesLeft}.`,
    code: triesLeft === 0 ? 'CODE_LOCKED' : 'WRONG_CODE',
    path: ['code'],
    triesLeft,
  };
}

/** @param meters how far beyond what is plausible */
export function notAtDoor(meters: number) {
  return {
    __typename: 'NotAtDoorError' as const,
    message: `You cannot be at the door yet: your last position is ${meters} m too far away.`,
    code: 'NOT_AT_DOOR',
    path: ['deliveryId'],
    metersTooFar: meters,
  };
}

/** @param until end of the waiting time; null if it has not begun */
export function waitingTime(until: Date | null) {
  return {
    __typename: 'WaitingTimeError' as const,
    message:
      until === null
        ? 'Report the customer absent first, and wait at the door.'
        : 'The waiting time at the door is not over yet.',
    code: 'WAITING_TIME',
    path: ['code'],
    waitUntil: until,
  };
}

/** The caller is not a courier. */
export function noCourier(): NotFound {
  return notFound([], 'courier');
}

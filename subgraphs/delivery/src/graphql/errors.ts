import { type NotFound, notFound, userError } from '@nakku/graphql-kit';
import type { DeliveryStatus } from '../domain/delivery.ts';
import { CODE_TRIES } from '../domain/handoverCode.ts';

/** The user errors of delivery's own schema. */

export function courierExists() {
  return userError(
    'CourierExistsError',
    'COURIER_EXISTS',
    ['input', 'userId'],
    'This user is already a courier.',
  );
}

export function deliveryUnderWay() {
  return userError(
    'DeliveryUnderWayError',
    'DELIVERY_UNDER_WAY',
    [],
    'Finish the deliveries under way first.',
  );
}

export function offerGone() {
  return userError(
    'OfferGoneError',
    'OFFER_GONE',
    ['offerId'],
    'The offer has expired, was withdrawn, or another courier was faster.',
  );
}

export function capacityReached(capacity: number) {
  return {
    ...userError('CapacityError', 'CAPACITY', [], `You already carry ${capacity} orders, the maximum.`),
    capacity,
  };
}

export function orderNotReady() {
  return userError(
    'OrderNotReadyError',
    'ORDER_NOT_READY',
    ['deliveryId'],
    'The store has not packed the order yet.',
  );
}

export function invalidState(status: DeliveryStatus) {
  return {
    ...userError(
      'InvalidDeliveryStateError',
      'INVALID_DELIVERY_STATE',
      ['deliveryId'],
      `The delivery is ${status}, which does not allow it.`,
    ),
    status,
  };
}

/** @param tries wrong codes so far */
export function wrongCode(tries: number) {
  const triesLeft = Math.max(0, CODE_TRIES - tries);
  return {
    ...userError(
      'WrongCodeError',
      triesLeft === 0 ? 'CODE_LOCKED' : 'WRONG_CODE',
      ['code'],
      triesLeft === 0
        ? 'No tries left: only the store can complete the delivery now.'
        : `Wrong code; tries left: ${triesLeft}.`,
    ),
    triesLeft,
  };
}

/** @param meters how far beyond what is plausible */
export function notAtDoor(meters: number) {
  return {
    ...userError(
      'NotAtDoorError',
      'NOT_AT_DOOR',
      ['deliveryId'],
      `You cannot be at the door yet: your last position is ${meters} m too far away.`,
    ),
    metersTooFar: meters,
  };
}

/** @param until end of the waiting time; null if it has not begun */
export function waitingTime(until: Date | null) {
  return {
    ...userError(
      'WaitingTimeError',
      'WAITING_TIME',
      ['code'],
      until === null
        ? 'Report the customer absent first, and wait at the door.'
        : 'The waiting time at the door is not over yet.',
    ),
    waitUntil: until,
  };
}

/** The caller is not a courier. */
export function noCourier(): NotFound {
  return notFound([], 'courier');
}

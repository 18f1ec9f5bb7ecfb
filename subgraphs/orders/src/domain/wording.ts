import type { CancelReason, DeliveryStatus, OrderStatus, PaymentFailure } from '@nakku/contracts';

/** What the timeline says to people beside the kind of a step. */

export const cancelDetail: Readonly<Record<CancelReason, string>> = {
  CUSTOMER_REQUEST: 'The customer asked for it.',
  STAFF_REQUEST: 'The store asked for it.',
  OUT_OF_STOCK: 'The store has not enough of some product.',
  STOCK_LOST: 'The goods that were held are gone.',
  RESERVATION_TIMEOUT: 'The goods could not be held in time.',
  PAYMENT_TIMEOUT: 'The payment was not authorised in time.',
  STORE_TIMEOUT: 'The store did not pack it in time.',
  NO_COURIER: 'No courier could bring it.',
};

export const paymentFailureDetail: Readonly<Record<PaymentFailure, string>> = {
  CARD_DECLINED: 'The card was declined.',
  INSUFFICIENT_FUNDS: 'The account has not enough funds.',
  EXPIRED_CARD: 'The card has expired.',
  AUTHENTICATION_FAILED: 'The cardholder was not authenticated.',
  METHOD_NOT_FOUND: 'There is no such payment method.',
  PROVIDER_ERROR: 'The payment provider had a problem.',
};

export const settledDetail = {
  CAPTURED: 'Paid.',
  CAPTURE_FAILED: 'The amount could not be taken yet; it is tried again.',
  CAPTURE_OVERDUE: 'The amount could not be taken.',
  VOIDED: 'The authorisation was given back; nothing was taken.',
  PARTLY_REFUNDED: 'A part was refunded.',
  REFUNDED: 'Refunded.',
} as const;

export const deliveryDetail: Readonly<Record<DeliveryStatus, string | null>> = {
  SCHEDULED: 'A courier is being found.',
  ASSIGNED: 'A courier is on the way to the store.',
  AT_STORE: 'The courier is at the store.',
  PICKED_UP: 'The courier has the goods.',
  NEARBY: 'The courier is about to arrive.',
  DELIVERED: null,
  FAILED: null,
  RETURNING: 'The courier brings it back to the store.',
  RETURNED: null,
  CANCELLED: null,
};

export const SEARCHING_AGAIN_DETAIL = 'Another courier is being found.';
export const ETA_DETAIL = 'There is a new time of arrival.';

/** What an operator does about an order that is too long in a status; null where no alert is due. */
export const stuckAdvice: Readonly<Record<OrderStatus, string | null>> = {
  PLACED: null,
  RESERVED: null,
  CONFIRMED: 'nobody has begun to pack. Pack it, or cancel it.',
  PACKING: 'packing takes very long. Finish it, or cancel it.',
  READY: 'it waits for a courier. Find one, or cancel it.',
  OUT_FOR_DELIVERY: 'it is long past its promise and not handed over. Call the courier.',
  DELIVERED: null,
  RETURNING: 'it has not come back to the store. Call the courier.',
  RETURNED: null,
  CANCELLED: null,
};

export const cancelAlertAdvice = 'delivery has not answered the cancel request. See whether delivery runs.';

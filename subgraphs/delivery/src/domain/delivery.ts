import { type Address, broughtToCustomer } from '@nakku/contracts';

export const deliveryStatuses = [
  'SCHEDULED',
  'ASSIGNED',
  'AT_STORE',
  'PICKED_UP',
  'NEARBY',
  'DELIVERED',
  'FAILED',
  'RETURNING',
  'RETURNED',
  'CANCELLED',
] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];
export type Handover = 'CODE' | 'LEFT_AT_DOOR';
/** Why goods could not be handed over. */
export const failureCodes = [
  'CUSTOMER_ABSENT',
  'CUSTOMER_REFUSED',
  'AGE_NOT_VERIFIED',
  'ADDRESS_NOT_FOUND',
  'GOODS_DAMAGED',
  'OTHER',
] as const;
export type FailureCode = (typeof failureCodes)[number];
export type DeliveryProof = 'CODE' | 'LEFT_AT_DOOR' | 'STAFF_OVERRIDE';

/** The way of one order from the store to the door. */
export interface Delivery {
  readonly deliveryId: string;
  readonly orderId: string;
  readonly storeId: string;
  readonly customerId: string;
  /** Who has it; after a cancel who had it last. */
  readonly courierId: string | null;
  readonly status: DeliveryStatus;
  readonly handover: Handover;
  /** Years that whoever takes the goods must be old; null: anybody may. */
  readonly ageLimit: number | null;
  /** When the courier checked the age; null: not yet, or there is no limit. */
  readonly ageVerifiedAt: Date | null;
  readonly pickup: Address;
  readonly dropoff: Address;
  readonly promise: { readonly from: Date; readonly to: Date };
  readonly eta: Date | null;
  /** When the store had packed it, as far as delivery knows. */
  readonly readyAt: Date | null;
  readonly proof: DeliveryProof | null;
  readonly failureCode: FailureCode | null;
  readonly failureReason: string | null;
  /** When the courier took the goods. */
  readonly pickedUpAt: Date | null;
  /** Since when the courier waits at the door for a customer who does not answer. */
  readonly absentSince: Date | null;
  /** Wrong hand-over codes so far. */
  readonly codeTries: number;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A cancel wins from these: nobody carries the goods. */
export const cancellable = ['SCHEDULED', 'ASSIGNED', 'AT_STORE'] as const satisfies DeliveryStatus[];
/** A courier has taken it and not yet the goods. */
export const beforePickUp = ['ASSIGNED', 'AT_STORE'] as const satisfies DeliveryStatus[];
/** The goods are on their way to the door. */
export const carried = ['PICKED_UP', 'NEARBY'] as const satisfies DeliveryStatus[];
/** It counts against the courier's capacity. */
export const inHand = [...broughtToCustomer, 'FAILED', 'RETURNING'] as const satisfies DeliveryStatus[];

/** Whether `status` is one of `statuses`. */
export function isOneOf(status: DeliveryStatus, statuses: readonly DeliveryStatus[]): boolean {
  return statuses.includes(status);
}

/** Whether a courier of this delivery brings it to the customer right now. */
export function isUnderWay(delivery: Delivery): boolean {
  return isOneOf(delivery.status, broughtToCustomer);
}

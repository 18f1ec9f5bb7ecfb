import type { DeliveryStatus } from './delivery.ts';

/** What happened in a step of a delivery, with what a sentence about it needs. Rendered where people read it. */
export type StepNote =
  | { readonly kind: 'SCHEDULED' }
  | { readonly kind: 'ASSIGNED'; readonly courierName: string }
  | { readonly kind: 'ARRIVED_AT_STORE' }
  | { readonly kind: 'PICKED_UP' }
  | { readonly kind: 'NEARBY' }
  | { readonly kind: 'ETA_CHANGED' }
  /** `waitUntil`: ISO 8601. */
  | { readonly kind: 'CUSTOMER_ABSENT'; readonly waitUntil: string }
  | { readonly kind: 'HANDED_OVER' }
  | { readonly kind: 'LEFT_AT_DOOR' }
  | { readonly kind: 'COMPLETED_BY_STAFF'; readonly reason: string }
  | { readonly kind: 'UNASSIGNED'; readonly reason: string }
  | { readonly kind: 'COURIER_LEFT' }
  | { readonly kind: 'FAILED'; readonly reason: string }
  | { readonly kind: 'RETURNING' }
  | { readonly kind: 'RETURNED' }
  | { readonly kind: 'CANCELLED'; readonly reason: string }
  | { readonly kind: 'CANCEL_REFUSED' };

export type StepKind = StepNote['kind'];

/** One entry of a delivery's history. */
export interface DeliveryStep {
  readonly deliveryId: string;
  readonly sequence: number;
  readonly status: DeliveryStatus;
  readonly note: StepNote;
  /** The user who acted; null: another context or a deadline. */
  readonly actorId: string | null;
  readonly at: Date;
}

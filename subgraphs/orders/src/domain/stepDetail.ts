import type { CancelReason, ChangeRefusal, DeliveryStatus, PaymentFailure } from '@nakku/contracts';

/** What the money did after the order was confirmed. */
export type PaymentOutcome =
  | 'CAPTURED'
  | 'CAPTURE_FAILED'
  | 'CAPTURE_OVERDUE'
  | 'VOIDED'
  | 'PARTLY_REFUNDED'
  | 'REFUNDED'
  | 'REFUND_FAILED'
  | 'DISPUTED'
  | 'DISPUTE_WON'
  | 'DISPUTE_LOST';

/**
 * More about a step of the timeline, beside its kind: stored as it is, put into words for a reader's language at the
 * edge (graphql/wording).
 */
export type StepDetail =
  | { readonly kind: 'CANCEL_REASON'; readonly reason: CancelReason }
  | { readonly kind: 'CHANGE_REFUSED'; readonly reason: ChangeRefusal }
  | { readonly kind: 'PAYMENT_FAILURE'; readonly failure: PaymentFailure }
  | { readonly kind: 'PAYMENT_OUTCOME'; readonly outcome: PaymentOutcome }
  | { readonly kind: 'DELIVERY_STATUS'; readonly status: DeliveryStatus }
  /** The courier gave the delivery back before pick-up. */
  | { readonly kind: 'COURIER_SEARCH_REPEATED' }
  | { readonly kind: 'ETA_CHANGED' }
  | { readonly kind: 'LINES_PICKED'; readonly pieces: number; readonly left: number }
  /** Pieces of a product that the store does not have, under the name it had when the order was placed. */
  | { readonly kind: 'LINE_SHORT'; readonly name: string; readonly quantity: number }
  | {
      readonly kind: 'SUBSTITUTION_PROPOSED';
      readonly name: string;
      readonly quantity: number;
      /** Names of the proposed products. */
      readonly proposals: string[];
    }
  | {
      readonly kind: 'SUBSTITUTION_ANSWERED';
      readonly name: string;
      readonly quantity: number;
      /** Name of the chosen product; null: none. */
      readonly substitute: string | null;
      readonly isTimeout: boolean;
    }
  | {
      readonly kind: 'LINE_SUBSTITUTED';
      readonly name: string;
      readonly quantity: number;
      readonly substitute: string;
    }
  /** Minor units. */
  | { readonly kind: 'TOTAL_CHANGED'; readonly from: number; readonly to: number; readonly currency: string }
  /** What somebody wrote, such as the courier's reason: shown as it was written. */
  | { readonly kind: 'TEXT'; readonly text: string };

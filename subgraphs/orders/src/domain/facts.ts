import type { DeliveryStatus, OrderStatus, PaymentFailure } from '@nakku/contracts';
import type { ChangePlan } from './pendingChange.ts';
import type { Issue } from './issue.ts';
import type { PickedPieces } from './picking.ts';
import type { ShortLine } from './lines.ts';
import type { PaymentMethodKind, Shortage } from './order.ts';
import type { Proposal, Substitution } from './substitution.ts';
import type { GivenRating } from './rating.ts';

/**
 * Why inventory holds nothing for an order: too little stock, no such store or one that is closed, or a hold that existed
 * is gone and could not be had again.
 */
export type StockRefusal = 'OUT_OF_STOCK' | 'UNKNOWN_STORE' | 'STOCK_LOST';

/** What inventory decided. */
export type StockFact =
  | { readonly kind: 'STOCK_RESERVED'; readonly shortages: readonly Shortage[] }
  | {
      readonly kind: 'STOCK_REFUSED';
      readonly reason: StockRefusal;
      readonly shortages: readonly Shortage[];
    };

/** What payments reports about one attempt. */
export type PaymentFact =
  | {
      readonly kind: 'PAYMENT_AUTHORIZED';
      readonly attempt: number;
      readonly method: PaymentMethodKind;
    }
  | { readonly kind: 'PAYMENT_FAILED'; readonly attempt: number; readonly reason: PaymentFailure }
  | { readonly kind: 'PAYMENT_ACTION_REQUIRED'; readonly attempt: number }
  | {
      readonly kind: 'PAYMENT_SETTLED';
      readonly attempt: number;
      readonly to: 'CAPTURED' | 'CAPTURE_FAILED' | 'CAPTURE_OVERDUE' | 'VOIDED';
    }
  /** The customer's bank wants money back that was captured, or that was decided. */
  | { readonly kind: 'PAYMENT_DISPUTED'; readonly disputeStatus: 'OPEN' | 'WON' | 'LOST' }
  /** `refundedTotal` in minor units: this refund is included, and a failed one is not. */
  | { readonly kind: 'PAYMENT_REFUNDED' | 'PAYMENT_REFUND_FAILED'; readonly refundedTotal: number };

interface DeliveryState {
  readonly status: DeliveryStatus;
  readonly courierId: string | null;
  readonly eta: Date | null;
}

/** What delivery reports. */
export type DeliveryFact =
  | (DeliveryState & {
      readonly kind:
        | 'DELIVERY_PROGRESSED'
        | 'DELIVERY_STARTED'
        | 'DELIVERY_COMPLETED'
        | 'DELIVERY_RETURNED'
        | 'DELIVERY_CANCELLED'
        | 'DELIVERY_CANCEL_REFUSED';
    })
  | (DeliveryState & { readonly kind: 'DELIVERY_FAILED'; readonly reason: string });

/** Who may ask for a cancel; each of them may in other states (see permissions.ts). */
export type CancelActor = 'customer' | 'staff';

/** What a person did. */
export type ActFact =
  | { readonly kind: 'CANCEL_REQUESTED'; readonly by: CancelActor }
  | { readonly kind: 'RATED'; readonly rating: GivenRating };

/** What the store's staff does at the shelf; `by` is the user who packs. */
export type PackingFact =
  | {
      readonly kind: 'PACKING_STARTED';
      readonly by: string;
      /** Whether to take an order over that somebody else packs. */
      readonly takesOver: boolean;
    }
  | { readonly kind: 'LINES_PICKED'; readonly by: string; readonly picks: readonly PickedPieces[] }
  | { readonly kind: 'SHELF_SHORT'; readonly by: string; readonly short: ShortLine }
  | { readonly kind: 'PACKING_FINISHED'; readonly by: string; readonly bags: number };

/** What comes of pieces that are not on the shelf and for which other products are proposed. */
export type SubstitutionFact =
  | { readonly kind: 'SUBSTITUTION_PROPOSED'; readonly by: string; readonly substitution: Substitution }
  | {
      readonly kind: 'SUBSTITUTION_ANSWERED';
      readonly by: 'CUSTOMER' | 'TIMEOUT';
      readonly substitution: Substitution;
      /** Null: none of them. */
      readonly chosen: Proposal | null;
    }
  | {
      readonly kind: 'SUBSTITUTE_RESERVED';
      readonly substitution: Substitution;
      readonly chosen: Proposal;
      /** ID of the line that the substitute becomes. */
      readonly newLineId: string;
    }
  | { readonly kind: 'SUBSTITUTE_REFUSED'; readonly substitution: Substitution };

/** What a customer wants to be different, and what the other contexts say to it. */
export type ChangeFact =
  | { readonly kind: 'CHANGE_REQUESTED'; readonly changeId: string; readonly plan: ChangePlan }
  | { readonly kind: 'CHANGE_STOCK_RESERVED' | 'CHANGE_STOCK_REFUSED'; readonly changeId: string }
  /** `attempt` holds the money from here on. */
  | { readonly kind: 'PAYMENT_INCREASED'; readonly changeId: string; readonly attempt: number }
  | { readonly kind: 'PAYMENT_INCREASE_FAILED'; readonly changeId: string }
  | { readonly kind: 'CHANGE_TIMED_OUT' };

/** What is wrong with a delivered order, and what a person decided about it. */
export type IssueFact =
  | { readonly kind: 'ISSUE_REPORTED'; readonly issue: Issue; readonly decision: 'REFUND' | 'CASE' }
  | {
      readonly kind: 'ISSUE_RESOLVED';
      readonly issue: Issue;
      readonly outcome: 'REFUNDED' | 'REJECTED';
      readonly resolvedBy: string;
    };

/** The time of a status is over. */
export interface DeadlineFact {
  readonly kind: 'DEADLINE';
  readonly of: OrderStatus;
}

/** Anything that can happen to an order after it was placed. */
export type Fact =
  | StockFact
  | PaymentFact
  | DeliveryFact
  | ActFact
  | PackingFact
  | SubstitutionFact
  | ChangeFact
  | IssueFact
  | DeadlineFact;

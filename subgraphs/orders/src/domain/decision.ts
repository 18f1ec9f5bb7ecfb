import type { Address, CancelReason, ChangeRefusal, EventData, Handover } from '@nakku/contracts';
import type { AddedLine } from './pendingChange.ts';
import type { Issue } from './issue.ts';
import type { Line } from './lines.ts';
import type { PickedPieces } from './picking.ts';
import type { Progress } from './order.ts';
import type { GivenRating } from './rating.ts';
import type { DeadlineKind, Scheduled } from './deadlines.ts';
import type { Substitution } from './substitution.ts';
import type { StepDetail } from './stepDetail.ts';
import type { OrderTotals } from './taxes.ts';

export type StepKind =
  | 'PLACED'
  | 'RESERVED'
  | 'CONFIRMED'
  | 'CHANGE_REQUESTED'
  | 'CHANGE_RESERVED'
  | 'CHANGE_CLOSED'
  | 'MODIFIED'
  | 'PACKING_STARTED'
  | 'LINE_PICKED'
  | 'LINE_SHORT'
  | 'SUBSTITUTION_PROPOSED'
  | 'SUBSTITUTION_ANSWERED'
  | 'LINE_SUBSTITUTED'
  | 'TOTAL_CHANGED'
  | 'READY'
  | 'PICKED_UP'
  | 'DELIVERED'
  | 'DELIVERY_FAILED'
  | 'RETURNED'
  | 'CANCEL_REQUESTED'
  | 'CANCEL_REFUSED'
  | 'CANCELLED'
  | 'PAYMENT_FAILED'
  | 'PAYMENT_ACTION_REQUIRED'
  | 'PAYMENT_UPDATED'
  | 'DELIVERY_UPDATED'
  | 'RATED'
  | 'ISSUE_REPORTED'
  | 'ISSUE_RESOLVED';

/** The event of a change, without what every event of an order carries. */
export type ChangeEvent =
  | {
      readonly type:
        | 'order.reserved'
        | 'order.confirmed'
        | 'order.ready'
        | 'order.picked_up'
        | 'order.returned'
        | 'order.completed'
        | 'order.totals_changed'
        | 'order.modified';
    }
  | { readonly type: 'order.change_requested'; readonly changeId: string; readonly lines: readonly Line[] }
  | { readonly type: 'order.change_reserved'; readonly changeId: string; readonly amount: number }
  | { readonly type: 'order.change_closed'; readonly changeId: string; readonly reason: ChangeRefusal }
  | { readonly type: 'order.line_picked'; readonly picks: readonly PickedPieces[] }
  | ({ readonly type: 'order.line_short' } & LineShort)
  | ({
      readonly type: 'order.substitution_proposed';
      readonly substitution: Substitution;
    } & SubstitutedPieces)
  | ({
      readonly type: 'order.substitution_answered';
      readonly answeredBy: 'CUSTOMER' | 'TIMEOUT';
      readonly substituteProductId: string | null;
    } & SubstitutedPieces)
  | ({ readonly type: 'order.line_substituted'; readonly substitute: Line } & SubstitutedPieces)
  | { readonly type: 'order.cancel_requested' | 'order.cancelled'; readonly reason: CancelReason }
  | { readonly type: 'order.delivery_failed'; readonly reason: string }
  | { readonly type: 'order.rated'; readonly rating: GivenRating }
  | {
      readonly type: 'order.issue_reported';
      readonly issue: Issue;
      readonly decision: 'REFUND' | 'CASE';
    }
  | {
      readonly type: 'order.issue_resolved';
      readonly issue: Issue;
      readonly outcome: 'REFUNDED' | 'REJECTED';
      readonly resolvedBy: string;
    }
  | { readonly type: 'order.updated'; readonly change: EventData<'order.updated'>['change'] };

/** Pieces of a line for which the customer may get another product, as the events say it. */
type SubstitutedPieces = Pick<
  EventData<'order.substitution_answered'>,
  'substitutionId' | 'lineId' | 'orderLineId' | 'productId' | 'quantity'
>;

/** Pieces of a line that the customer does not get, as the event says it. */
type LineShort = Pick<EventData<'order.line_short'>, 'lineId' | 'productId' | 'quantity' | 'noticed'>;

/** A history row and the event that goes with it. */
export interface Happening {
  readonly step: { readonly kind: StepKind; readonly detail: StepDetail | null };
  readonly event: ChangeEvent;
}

/** A change of an order: its next state, and what happened. */
export interface Change extends Happening {
  readonly next: Progress;
  /** What else happened in it, before `step`: each with a history row and an event of its own. */
  readonly before?: readonly Happening[];
  /** All lines after the change; undefined: they are as they were. */
  readonly lines?: readonly Line[];
  /** Lines among them that the order did not have. */
  readonly added?: readonly AddedLine[];
  /** Undefined: as they were. */
  readonly totals?: OrderTotals;
  /** What the customer agreed to anew; undefined: it is as it was. */
  readonly agreed?: { readonly dropoff: Address; readonly handover: Handover; readonly agreedTotal: number };
}

/** Why a fact cannot happen to an order as it is. */
export type IllegalReason =
  | 'status'
  | 'cancel_pending'
  /** Another change waits for its stock or its payment. */
  | 'change_pending'
  /** Somebody else packs the order. */
  | 'claimed'
  /** Pieces are still to be picked. */
  | 'lines_open'
  | 'backwards'
  | 'rating_closed'
  | 'report_closed';

/**
 * - `applied`: to be committed as a whole, with the deadlines that begin and end by it.
 * - `noop`: it is so already, or came late and means nothing any more; a success.
 * - `illegal`: it cannot happen in this state; nothing changes, it is refused or recorded.
 */
export type Decision =
  | (Change & {
      readonly kind: 'applied';
      readonly schedule: readonly Scheduled[];
      readonly unschedule: readonly DeadlineKind[];
    })
  | { readonly kind: 'noop' }
  | { readonly kind: 'illegal'; readonly because: IllegalReason };

/** The result of the rules of one family of facts: a change, or why there is none. */
export type Ruling = Change | 'noop' | IllegalReason;

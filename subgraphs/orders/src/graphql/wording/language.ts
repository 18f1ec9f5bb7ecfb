import type {
  CancelReason,
  ChangeRefusal,
  DeliveryStatus,
  OrderStatus,
  PaymentFailure,
} from '@nakku/contracts';
import type { PaymentOutcome } from '../../domain/stepDetail.ts';

/** The sentences of one language. Null: there is nothing to say beside the kind. */
export interface Wording {
  readonly cancelReason: Readonly<Record<CancelReason, string>>;
  readonly changeRefusal: Readonly<Record<ChangeRefusal, string>>;
  readonly paymentFailure: Readonly<Record<PaymentFailure, string>>;
  readonly paymentOutcome: Readonly<Record<PaymentOutcome, string>>;
  readonly deliveryStatus: Readonly<Record<DeliveryStatus, string | null>>;
  readonly courierSearchRepeated: string;
  readonly etaChanged: string;
  /** Pieces that went into the bag, and those that are still open. */
  readonly linesPicked: (pieces: number, left: number) => string;
  /** Pieces of a product that are not there. */
  readonly lineShort: (quantity: number, name: string) => string;
  readonly substitutionProposed: (quantity: number, name: string, proposals: readonly string[]) => string;
  /** `substitute` null: none of the proposals. */
  readonly substitutionAnswered: (substitute: string | null, isTimeout: boolean) => string;
  readonly lineSubstituted: (quantity: number, name: string, substitute: string) => string;
  /** Amounts as people write them. */
  readonly totalChanged: (from: string, to: string) => string;
  /** What to do about an order that is in a status for too long; null where no alert is raised. */
  readonly stuck: Readonly<Record<OrderStatus, string | null>>;
  readonly cancelUnanswered: string;
}

import type { CancelReason } from '@nakku/contracts';

/** What a notification says to people, in one language. */
export interface Wording {
  /** One line. */
  readonly title: string;
  /** One or two sentences. */
  readonly body: string;
}

/** The sentences of one language. Amounts are as people write them. */
export interface Sentences {
  readonly confirmed: (orderNumber: string) => Wording;
  readonly onTheWay: Wording;
  readonly courierNearby: Wording;
  readonly delivered: (orderNumber: string) => Wording;
  readonly cancelled: (orderNumber: string, reason: string) => Wording;
  readonly refunded: (amount: string) => Wording;
  readonly cancelReason: Readonly<Record<CancelReason, string>>;
}

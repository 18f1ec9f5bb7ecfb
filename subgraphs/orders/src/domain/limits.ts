/** How much of a store's stock one customer may hold at a time. */
export interface OrderLimits {
  /** Orders of one customer that have not reached a final status. */
  readonly maxOpenOrders: number;
  /** Those among them that nobody has paid or secured: being placed, or to be paid in cash at the door. */
  readonly maxUnpaidOrders: number;
}

/** What a customer has open now. */
export interface OpenOrders {
  readonly open: number;
  readonly unpaid: number;
}

export interface LimitReached {
  readonly limit: 'OPEN' | 'UNPAID';
  readonly maxOrders: number;
}

/** The limit that forbids one more order; null if none does. */
export function limitReached({ open, unpaid }: OpenOrders, limits: OrderLimits): LimitReached | null {
  if (unpaid >= limits.maxUnpaidOrders) return { limit: 'UNPAID', maxOrders: limits.maxUnpaidOrders };
  if (open >= limits.maxOpenOrders) return { limit: 'OPEN', maxOrders: limits.maxOpenOrders };
  return null;
}

/**
 * One topic per context, plus what a context keeps apart because its key is another: `reservations` of inventory (the
 * order's) and `payment-methods` of payments (the method's), or because few may read it: `user-contacts` of users.
 *
 * `contiguous`: sequences of a key have no gaps, so an early event waits for the missing one.
 * `latest`: compacted, each event carries the full state of its key; gaps are normal and the newest wins.
 */
export interface Topic {
  readonly name: string;
  readonly ordering: 'contiguous' | 'latest';
  readonly cleanup: 'compact' | 'delete';
  /** Days that an event is kept; compacted topics keep the last event of a key for ever. */
  readonly retentionDays: number | null;
  readonly partitions: number;
  /** Of personal data: what was replaced is gone after so many days. Default: whenever the broker compacts. */
  readonly maxCompactionLagDays?: number;
}

const compacted = (name: string): Topic => ({
  name,
  ordering: 'latest',
  cleanup: 'compact',
  retentionDays: null,
  partitions: 3,
});

const fourteenDays = (name: string): Topic => ({
  name,
  ordering: 'contiguous',
  cleanup: 'delete',
  retentionDays: 14,
  partitions: 3,
});

export const topics = {
  users: compacted('users'),
  'user-contacts': { ...compacted('user-contacts'), maxCompactionLagDays: 1 },
  products: compacted('products'),
  inventory: compacted('inventory'),
  reservations: fourteenDays('reservations'),
  cart: fourteenDays('cart'),
  orders: fourteenDays('orders'),
  payments: fourteenDays('payments'),
  'payment-methods': compacted('payment-methods'),
  delivery: fourteenDays('delivery'),
  locations: compacted('locations'),
  notifications: fourteenDays('notifications'),
} as const satisfies Record<string, Topic>;

export type TopicName = keyof typeof topics;

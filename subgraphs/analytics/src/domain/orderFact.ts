import type { CancelReason } from '@nakku/contracts';

/** What an event recorded, and the sequence by which a later one of its source replaces it. */
interface Recorded {
  readonly seq: number;
  /** Time of the event, in milliseconds since 1970. */
  readonly at: number;
}

/** What an order consists of and costs, in minor units. */
interface Priced {
  readonly seq: number;
  readonly gross: number;
  readonly tax: number;
  readonly discount: number;
  readonly deliveryFee: number;
  readonly tip: number;
  readonly products: readonly { readonly id: string; readonly units: number; readonly gross: number }[];
}

/** A refund as its last event has it; `isFailed`: the money came back. */
type Refund = Recorded & { readonly amount: number; readonly isFailed: boolean };

/**
 * All that is known of an order, from events of three contexts. Each field is what the event of the greatest sequence recorded, so
 * that facts merge in any order, and as often as one likes.
 */
export interface OrderFact {
  readonly placed:
    (Recorded & { readonly storeId: string; readonly customer: string; readonly promiseTo: number }) | null;
  readonly priced: Priced | null;
  readonly confirmed: Recorded | null;
  readonly completed: Recorded | null;
  readonly cancelled: (Recorded & { readonly reason: CancelReason }) | null;
  readonly returned: Recorded | null;
  /** Of the delivery: the courier who came last accepted it, and handed it over. */
  readonly assigned: Recorded | null;
  readonly delivered: Recorded | null;
  /** Pieces that were missing or replaced, by the sequence of the event. */
  readonly short: Readonly<Record<string, number>>;
  readonly substituted: Readonly<Record<string, number>>;
  /** By ID of the refund. */
  readonly refunds: Readonly<Record<string, Refund>>;
}

export const noFact: OrderFact = {
  placed: null,
  priced: null,
  confirmed: null,
  completed: null,
  cancelled: null,
  returned: null,
  assigned: null,
  delivered: null,
  short: {},
  substituted: {},
  refunds: {},
};

function later<Field extends { readonly seq: number }>(one: Field | null, other: Field | null): Field | null {
  if (one === null) return other;
  return other !== null && other.seq > one.seq ? other : one;
}

function laterOfEach(one: OrderFact['refunds'], other: OrderFact['refunds']): OrderFact['refunds'] {
  const merged: Record<string, Refund> = { ...one };
  for (const [id, refund] of Object.entries(other)) merged[id] = later(one[id] ?? null, refund) ?? refund;
  return merged;
}

/** Both together: commutative, associative and idempotent, so that duplicates, order and delay of events do not matter. */
export function mergeFacts(one: OrderFact, other: OrderFact): OrderFact {
  return {
    placed: later(one.placed, other.placed),
    priced: later(one.priced, other.priced),
    confirmed: later(one.confirmed, other.confirmed),
    completed: later(one.completed, other.completed),
    cancelled: later(one.cancelled, other.cancelled),
    returned: later(one.returned, other.returned),
    assigned: later(one.assigned, other.assigned),
    delivered: later(one.delivered, other.delivered),
    short: { ...one.short, ...other.short },
    substituted: { ...one.substituted, ...other.substituted },
    refunds: laterOfEach(one.refunds, other.refunds),
  };
}

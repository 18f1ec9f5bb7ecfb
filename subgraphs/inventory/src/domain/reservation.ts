import type { ProductQuantity } from './lines.ts';

/**
 * - HELD until it expires, PERMANENT once the order is confirmed: both count in `reserved`.
 * - COMMITTED: the goods left. RELEASED: the order was cancelled. EXPIRED: swept.
 * - REJECTED: never held. LOST: confirmed after it expired, when the goods were gone.
 */
export type ReservationState =
  'HELD' | 'PERMANENT' | 'COMMITTED' | 'RELEASED' | 'EXPIRED' | 'REJECTED' | 'LOST';

export interface ReservedLine extends ProductQuantity {
  /** Pieces that left with the courier. */
  readonly committed: number;
}

export interface Reservation {
  readonly orderId: string;
  readonly storeId: string;
  readonly state: ReservationState;
  /** Number of its last event. */
  readonly version: number;
  readonly lines: readonly ReservedLine[];
}

/** Whether its pieces count in `reserved`. */
export function holds(state: ReservationState): boolean {
  return state === 'HELD' || state === 'PERMANENT';
}

/** Whether a confirmed order in this state has to be reserved again. */
export function mustReserveAgain(state: ReservationState): boolean {
  return state === 'EXPIRED' || state === 'REJECTED';
}

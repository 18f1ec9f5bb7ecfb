import type { Address, Handover } from '@nakku/contracts';
import type { Line } from './lines.ts';
import type { OrderTotals } from './taxes.ts';

/** A line that a change adds. */
export interface AddedLine extends Line {
  readonly packaging: string;
  readonly imageUrl: string | null;
  readonly note: string | null;
}

/** What an order is after a change. */
export interface ChangePlan {
  /** The lines of the order that are different, as they are then. */
  readonly lines: readonly Line[];
  readonly added: readonly AddedLine[];
  readonly totals: OrderTotals;
  readonly dropoff: Address;
  readonly handover: Handover;
}

/**
 * A change that waits: for inventory to hold what it needs (STOCK), then for payments to hold what it costs (PAYMENT). The
 * order stays as it is until both are there; packing or a cancel that begins meanwhile wins.
 */
export interface PendingChange extends ChangePlan {
  readonly id: string;
  readonly waitsFor: 'STOCK' | 'PAYMENT';
}

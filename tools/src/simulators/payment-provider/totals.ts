import type { Entry } from './journal.ts';

/** What the provider did for one order, in minor units. */
export interface OrderTotals {
  /** Sum of all holds ever made, and of what they were increased by. */
  authorised: number;
  captured: number;
  /** How many captures took money. */
  captures: number;
  refunded: number;
  /** Holds that stand now. */
  openHolds: number;
  heldAmount: number;
}

/** Sums of the ledger by the order that the intents' metadata name (`order_id`); '' for intents without one. */
export class Totals {
  readonly #byOrder = new Map<string, OrderTotals>();

  add(entry: Entry): void {
    const order = entry.intent?.metadata.order_id ?? entry.refund?.metadata.order_id ?? '';
    const { amount } = entry;
    if (entry.kind === 'authorized') {
      const totals = this.#of(order);
      totals.authorised += amount;
      totals.openHolds += 1;
      totals.heldAmount += amount;
    } else if (entry.kind === 'increased') {
      const totals = this.#of(order);
      totals.authorised += amount;
      totals.heldAmount += amount;
    } else if (entry.kind === 'captured') {
      const totals = this.#of(order);
      totals.captured += amount;
      totals.captures += 1;
      this.#release(totals, entry);
    } else if (entry.kind === 'released' && amount > 0) {
      this.#release(this.#of(order), entry);
    } else if (entry.kind === 'refunded') {
      this.#of(order).refunded += amount;
    }
  }

  /** The whole hold ends with a capture, also with one of a part. */
  #release(totals: OrderTotals, entry: Entry): void {
    totals.openHolds -= 1;
    totals.heldAmount -= entry.intent?.amount ?? 0;
  }

  #of(order: string): OrderTotals {
    const known = this.#byOrder.get(order);
    if (known) return known;
    const fresh = { authorised: 0, captured: 0, captures: 0, refunded: 0, openHolds: 0, heldAmount: 0 };
    this.#byOrder.set(order, fresh);
    return fresh;
  }

  /** Copies; of one order, or of all. */
  read(order?: string): Record<string, OrderTotals> {
    const entries = [...this.#byOrder].filter(([id]) => order === undefined || id === order);
    return Object.fromEntries(entries.map(([id, totals]) => [id, { ...totals }]));
  }
}

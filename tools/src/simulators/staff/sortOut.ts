import type { PickList, PickListLine } from './storeOperations.ts';
import type { Shelf } from './shelf.ts';

/** Pieces that go into a bag. */
export interface Pick {
  readonly lineId: string;
  readonly quantity: number;
  readonly barcode: string;
}

/** Pieces that are not on the shelf. */
export interface Missing {
  readonly lineId: string;
  readonly quantity: number;
  /** Products that may come instead, the best first; empty: they are reported as missing. */
  readonly productIds: readonly string[];
}

/** What a packer does next with an order. */
export interface Sorted {
  readonly picks: readonly Pick[];
  readonly missing: readonly Missing[];
  /** Pieces about which the customer is asked. */
  readonly pending: number;
  /** Pieces in the bags. */
  readonly picked: number;
}

/** Whether something of a line has turned out to be missing already: it is looked for once. */
function isHandled({ line, pendingQuantity }: PickListLine): boolean {
  return pendingQuantity > 0 || line.shortQuantity > 0 || line.substitutedQuantity > 0;
}

/** Compares a pick list with the shelf. What was done before a restart is seen in the list, so nothing is remembered. */
export function sortOut({ lines }: PickList, shelf: Shelf): Sorted {
  const picks: Pick[] = [];
  const missing: Missing[] = [];
  for (const item of lines) {
    const { line, barcode, pendingQuantity, substituteCandidates } = item;
    const open = line.openQuantity - pendingQuantity;
    const lacks = isHandled(item) || line.pickedQuantity > 0 ? 0 : Math.min(open, shelf.missingOf(line));
    const productIds = substituteCandidates.flatMap(({ product }) => product?.id ?? []);
    if (lacks > 0) missing.push({ lineId: line.id, quantity: lacks, productIds });
    if (open > lacks) picks.push({ lineId: line.id, quantity: open - lacks, barcode });
  }
  return {
    picks,
    missing,
    pending: lines.reduce((sum, { pendingQuantity }) => sum + pendingQuantity, 0),
    picked: lines.reduce((sum, { line }) => sum + line.pickedQuantity, 0),
  };
}

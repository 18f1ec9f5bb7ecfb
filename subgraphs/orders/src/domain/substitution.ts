import { taxIncluded } from '@nakku/money';
import { finalAmount, openPieces } from './lines.ts';
import type { Line } from './lines.ts';

/**
 * - OPEN: the customer is asked. RESERVING: a product was chosen and is being reserved.
 * - SUBSTITUTED: it is a line of the order. REMOVED: the customer wants none. UNAVAILABLE: it could not be reserved.
 * - CLOSED: the order ended, or the pieces were gone, before anything came of it.
 */
export type SubstitutionStatus = 'OPEN' | 'RESERVING' | 'SUBSTITUTED' | 'REMOVED' | 'UNAVAILABLE' | 'CLOSED';

/** Whether its pieces are undecided: they are neither picked nor reported as missing meanwhile. */
export function isPending(status: SubstitutionStatus): boolean {
  return status === 'OPEN' || status === 'RESERVING';
}

/** What happens if the customer does not answer. */
export type SubstitutionDefault = 'SUBSTITUTE' | 'REMOVE';

/** A product of the catalogue, as it is sold now; amounts in minor units. */
export interface SoldProduct {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly packaging: string;
  readonly imageUrl: string | null;
  readonly price: number;
  readonly currency: string;
  /** Basis points. */
  readonly taxRate: number;
}

/** A product that may come instead, at what the customer would pay for it. */
export interface Proposal extends Omit<SoldProduct, 'price' | 'currency'> {
  readonly unitPrice: number;
  /** Of all pieces: never more than what they replace. */
  readonly total: number;
}

/** A question to the customer: what comes instead of pieces that are not on the shelf. */
export interface Substitution {
  readonly id: string;
  readonly orderId: string;
  readonly orderLineId: string;
  readonly quantity: number;
  readonly status: SubstitutionStatus;
  readonly proposals: readonly Proposal[];
  readonly onTimeout: SubstitutionDefault;
  readonly expiresAt: Date;
  /** Null until a product is chosen. */
  readonly chosenProductId: string | null;
}

/** Most products that are proposed at once. */
export const MAX_PROPOSALS = 3;

/** What a line's pieces cost by themselves, in minor units. */
function shareOf(line: Line, pieces: number): number {
  return finalAmount(line).total - finalAmount({ ...line, substituted: line.substituted + pieces }).total;
}

/** The default for a line, as its customer wanted it; null if they want no other product. */
export function defaultOf({ ifUnavailable }: Pick<Line, 'ifUnavailable'>): SubstitutionDefault | null {
  switch (ifUnavailable) {
    case 'BEST_MATCH':
      return 'SUBSTITUTE';
    case 'MY_CHOICE':
      return 'REMOVE';
    default:
      return null;
  }
}

/** What products would cost instead of pieces of a line: their own price, and at most what the customer agreed to. */
export function proposalsFor(line: Line, pieces: number, products: readonly SoldProduct[]): Proposal[] {
  const share = shareOf(line, pieces);
  return products.map(({ price: unitPrice, currency: _, ...product }) => ({
    ...product,
    unitPrice,
    total: Math.min(share, unitPrice * pieces),
  }));
}

/** Lines of an order in which `substitute` stands for open pieces of another. */
export interface Substituted {
  readonly lines: readonly Line[];
  readonly substitute: Line;
  /** Pieces that it replaces. */
  readonly pieces: number;
}

/**
 * Replaces the pieces of a question by the chosen product.
 * @param newId of the new line
 * @returns null if none of them is open any more
 */
export function withSubstitute(
  lines: readonly Line[],
  { orderLineId, quantity }: Pick<Substitution, 'orderLineId' | 'quantity'>,
  chosen: Proposal,
  newId: string,
): Substituted | null {
  const line = lines.find(({ id }) => id === orderLineId);
  const pieces = line ? Math.min(quantity, openPieces(line)) : 0;
  if (!line || pieces === 0) return null;
  const { productId, sku, name, unitPrice, taxRate } = chosen;
  const substitute: Line = {
    ...{ id: newId, lineId: newId, productId, sku, name, quantity: pieces, unitPrice, taxRate },
    total: Math.min(shareOf(line, pieces), chosen.total),
    ifUnavailable: 'REFUND',
    ...{ picked: 0, short: 0, substituted: 0, removed: 0 },
  };
  const rest = lines.map((one) => (one === line ? { ...one, substituted: one.substituted + pieces } : one));
  return { lines: [...rest, substitute], substitute, pieces };
}

/** Tax contained in a line as it was made, in minor units. */
export function taxOfLine({ total, taxRate }: Line): number {
  return taxIncluded(total, taxRate);
}

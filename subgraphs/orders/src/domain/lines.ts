import type { IfUnavailable } from '@nakku/contracts';
import { taxIncluded } from '@nakku/money';
import { taxesOf } from './taxes.ts';
import type { OrderTotals, TaxedLine } from './taxes.ts';

/** What became of the pieces of a line; together with those still open they are its quantity. */
export interface Pieces {
  /** In the bag. */
  readonly picked: number;
  /** Not in the store. */
  readonly short: number;
  /** Another product comes instead. */
  readonly substituted: number;
  /** Taken back by the customer. */
  readonly removed: number;
}

/** A line of an order: what was agreed, and what became of its pieces. Amounts in minor units. */
export interface Line extends Pieces {
  readonly id: string;
  /** The cart's line, by which other contexts name it. */
  readonly lineId: string;
  readonly productId: string;
  readonly sku: string;
  /** When the order was placed. */
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: number;
  /** Gross, of all pieces, less the discount. */
  readonly total: number;
  /** Basis points. */
  readonly taxRate: number;
  readonly ifUnavailable: IfUnavailable;
}

/** Pieces of one product, over all lines of an order. */
export interface OrderItem {
  readonly productId: string;
  readonly quantity: number;
}

export type LineStatus = 'OPEN' | 'PICKED' | 'SUBSTITUTED' | 'SHORT' | 'REMOVED';

/** What a line is at, in one word. */
export function statusOf({
  open,
  picked,
  substituted,
  short,
}: {
  readonly open: number;
  readonly picked: number;
  readonly substituted: number;
  readonly short: number;
}): LineStatus {
  if (open > 0) return 'OPEN';
  if (picked > 0) return 'PICKED';
  if (substituted > 0) return 'SUBSTITUTED';
  return short > 0 ? 'SHORT' : 'REMOVED';
}

/** Pieces that are still to be picked. */
export function openPieces({ quantity, picked, short, substituted, removed }: Line): number {
  return quantity - picked - short - substituted - removed;
}

/** Pieces that the customer gets, as far as is known. */
export function wantedPieces(line: Line): number {
  return openPieces(line) + line.picked;
}

/** What a line costs now and the tax contained in it: of a discount each piece has its share, rounded for the customer. */
export function finalAmount(line: Line): { readonly total: number; readonly tax: number } {
  const pieces = wantedPieces(line);
  const total = pieces === line.quantity ? line.total : Math.floor((line.total * pieces) / line.quantity);
  return { total, tax: taxIncluded(total, line.taxRate) };
}

/** What the customer gets, by product, sorted. */
export function itemsOf(lines: readonly Line[]): OrderItem[] {
  const pieces = new Map<string, number>();
  for (const line of lines) {
    pieces.set(line.productId, (pieces.get(line.productId) ?? 0) + wantedPieces(line));
  }
  return [...pieces]
    .filter(([, quantity]) => quantity > 0)
    .map(([productId, quantity]) => ({ productId, quantity }))
    .sort((a, b) => (a.productId < b.productId ? -1 : 1));
}

/** The lines as they are taxed now. */
export function taxedLines(lines: readonly Line[]): TaxedLine[] {
  return lines.map((line) => ({
    open: openPieces(line),
    picked: line.picked,
    finalTotal: finalAmount(line).total,
    taxRate: line.taxRate,
  }));
}

/** What the lines cost now. Delivery fee and tip, and how they are taxed, stay as they were agreed. */
export function totalsOf(agreed: OrderTotals, lines: readonly Line[]): OrderTotals {
  const subtotal = lines.reduce((sum, line) => sum + wantedPieces(line) * line.unitPrice, 0);
  const goods = lines.reduce((sum, line) => sum + finalAmount(line).total, 0);
  return {
    ...agreed,
    subtotal,
    discount: subtotal - goods,
    tax: taxesOf(agreed, taxedLines(lines)).reduce((sum, { tax }) => sum + tax, 0),
    total: goods + agreed.deliveryFee + agreed.tip,
  };
}

/** Pieces that one line does not get. */
export interface ShortLine {
  readonly line: Line;
  readonly pieces: number;
}

/**
 * Which lines go short of products of which the store has too little: of two lines of a product the later one, but never
 * one that wants all or nothing while another can do without. Only pieces that are still open can be short.
 */
export function shortLines(lines: readonly Line[], missing: ReadonlyMap<string, number>): ShortLine[] {
  return [...missing].flatMap(([productId, pieces]) => {
    let left = pieces;
    const candidates = lines.filter((line) => line.productId === productId).reverse();
    const insists = (line: Line): boolean => line.ifUnavailable === 'ALL_OR_NOTHING';
    return [...candidates.filter((line) => !insists(line)), ...candidates.filter(insists)].flatMap((line) => {
      const taken = Math.min(left, openPieces(line));
      left -= taken;
      return taken > 0 ? [{ line, pieces: taken }] : [];
    });
  });
}

/** The lines after some of their open pieces turned out not to be there. */
export function withShort(lines: readonly Line[], shorts: readonly ShortLine[]): Line[] {
  return lines.map((line) => {
    const pieces = shorts.reduce((sum, short) => (short.line.id === line.id ? sum + short.pieces : sum), 0);
    return pieces === 0 ? line : { ...line, short: line.short + pieces };
  });
}

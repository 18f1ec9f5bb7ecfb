import { openPieces } from './lines.ts';
import type { Line } from './lines.ts';

/** Pieces of a line that go into the bag. */
export interface PickedPieces {
  readonly line: Line;
  readonly pieces: number;
}

/** What a packer took from the shelf: pieces of a line, and the barcode on them. */
export interface PickRequest {
  readonly lineId: string;
  readonly quantity: number;
  readonly barcode: string;
}

/** Why pieces of a line cannot be picked or reported as missing; `line` is its place in the request, from 0. */
export type PieceRefusal =
  | { readonly kind: 'line_unknown'; readonly line: number }
  | { readonly kind: 'too_many'; readonly line: number; readonly left: number };

export type PickRefusal = PieceRefusal | { readonly kind: 'wrong_barcode'; readonly line: number };

/** The barcode of a product is its SKU; scanners and people add blanks and change the case. */
export function isBarcodeOf(line: Pick<Line, 'sku'>, barcode: string): boolean {
  return barcode.trim().toUpperCase() === line.sku.trim().toUpperCase();
}

/** The line of a request and its open pieces, less those that the same request has taken already. */
export function openLine(
  lines: readonly Line[],
  { lineId, quantity }: Pick<PickRequest, 'lineId' | 'quantity'>,
  { place, taken }: { readonly place: number; readonly taken: number },
): { readonly kind: 'found'; readonly line: Line } | PieceRefusal {
  const line = lines.find(({ id }) => id === lineId);
  if (!line) return { kind: 'line_unknown', line: place };
  const left = openPieces(line) - taken;
  return quantity > left ? { kind: 'too_many', line: place, left } : { kind: 'found', line };
}

/**
 * The pieces of a request, all of them or none: one wrong barcode refuses the request.
 * @param pending pieces by line about which the customer is asked: they wait for the answer
 */
export function picksOf(
  lines: readonly Line[],
  request: readonly PickRequest[],
  pending: ReadonlyMap<string, number>,
): { readonly kind: 'picks'; readonly picks: readonly PickedPieces[] } | PickRefusal {
  const picks: PickedPieces[] = [];
  for (const [place, pick] of request.entries()) {
    const taken = picks.reduce(
      (sum, { line, pieces }) => (line.id === pick.lineId ? sum + pieces : sum),
      pending.get(pick.lineId) ?? 0,
    );
    const open = openLine(lines, pick, { place, taken });
    if (open.kind !== 'found') return open;
    if (!isBarcodeOf(open.line, pick.barcode)) return { kind: 'wrong_barcode', line: place };
    picks.push({ line: open.line, pieces: pick.quantity });
  }
  return { kind: 'picks', picks };
}

/** The lines after some of their open pieces went into the bag. */
export function withPicked(lines: readonly Line[], picks: readonly PickedPieces[]): Line[] {
  return lines.map((line) => {
    const pieces = picks.reduce((sum, pick) => (pick.line.id === line.id ? sum + pick.pieces : sum), 0);
    return pieces === 0 ? line : { ...line, picked: line.picked + pieces };
  });
}

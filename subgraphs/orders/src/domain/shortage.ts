import type { Change, Happening } from './decision.ts';
import { totalsOf, wantedPieces, withShort } from './lines.ts';
import type { Line, ShortLine } from './lines.ts';
import type { WholeOrder } from './order.ts';

/** Whether an order still makes sense without these pieces: something is left, and no short line wants all or nothing. */
export function goesOnWithout(lines: readonly Line[], shorts: readonly ShortLine[]): boolean {
  if (shorts.some(({ line }) => line.ifUnavailable === 'ALL_OR_NOTHING')) return false;
  return withShort(lines, shorts).some((line) => wantedPieces(line) > 0);
}

/** An order after a change of its lines, with what it costs then. */
export interface Repriced {
  readonly after: Required<Pick<Change, 'lines' | 'totals'>>;
  readonly happened: readonly Happening[];
}

/**
 * An order without pieces that are not there: each short line is a happening, and so is the new total. Null if none is short.
 * @param noticed PLACEMENT: the pieces were never reserved; SHELF: they were
 */
export function withoutPieces(
  order: WholeOrder,
  shorts: readonly ShortLine[],
  noticed: 'PLACEMENT' | 'SHELF',
): Repriced | null {
  if (shorts.length === 0) return null;
  const missing = shorts.map(({ line: { lineId, productId, name }, pieces: quantity }): Happening => ({
    step: { kind: 'LINE_SHORT', detail: { kind: 'LINE_SHORT', name, quantity } },
    event: { type: 'order.line_short', lineId, productId, quantity, noticed },
  }));
  return repriced(order, withShort(order.lines, shorts), missing);
}

/** An order whose lines changed: the total that follows from them is one more happening, if it is another one. */
export function repriced(
  order: WholeOrder,
  lines: readonly Line[],
  happened: readonly Happening[],
): Repriced {
  const totals = totalsOf(order.totals, lines);
  const { total: from, currency } = order.totals;
  if (totals.total === from) return { after: { lines, totals }, happened };
  const changed: Happening = {
    step: { kind: 'TOTAL_CHANGED', detail: { kind: 'TOTAL_CHANGED', from, to: totals.total, currency } },
    event: { type: 'order.totals_changed' },
  };
  return { after: { lines, totals }, happened: [...happened, changed] };
}

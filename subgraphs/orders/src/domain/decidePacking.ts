import { cancelBy } from './decideCancel.ts';
import type { IllegalReason, Ruling } from './decision.ts';
import type { PackingFact } from './facts.ts';
import { openPieces } from './lines.ts';
import type { Line, ShortLine } from './lines.ts';
import type { WholeOrder } from './order.ts';
import { withPicked } from './picking.ts';
import type { PickedPieces } from './picking.ts';
import { progressOf } from './progress.ts';
import { goesOnWithout, withoutPieces } from './shortage.ts';

/** The store packs: CONFIRMED → PACKING → READY, one packer an order, unless somebody waits for the answer to a cancel. */
export function packingRuling(order: WholeOrder, fact: PackingFact): Ruling {
  switch (fact.kind) {
    case 'PACKING_STARTED':
      return started(order, fact.by, fact.takesOver);
    case 'LINES_PICKED':
      return obstacleToPacking(order, fact.by) ?? picked(order, fact.picks);
    case 'SHELF_SHORT':
      return obstacleToPacking(order, fact.by) ?? shortAtShelf(order, fact.short);
    case 'PACKING_FINISHED':
      if (order.status === 'READY') return order.cancelRequested === null ? 'noop' : 'cancel_pending';
      return obstacleToPacking(order, fact.by) ?? finished(order, fact.bags);
  }
}

/** Why this user cannot pack the order now; null if they can. Orders from before packers were noted are anybody's. */
export function obstacleToPacking(order: WholeOrder, by: string): IllegalReason | null {
  if (order.status !== 'PACKING') return 'status';
  if (order.cancelRequested !== null) return 'cancel_pending';
  return order.packerId === null || order.packerId === by ? null : 'claimed';
}

function started(order: WholeOrder, by: string, takesOver: boolean): Ruling {
  if (order.status !== 'CONFIRMED' && order.status !== 'PACKING') return 'status';
  if (order.cancelRequested !== null) return 'cancel_pending';
  if (order.packerId === by) return 'noop';
  if (order.packerId !== null && !takesOver) return 'claimed';
  return {
    next: { ...progressOf(order), status: 'PACKING', packerId: by },
    step: { kind: 'PACKING_STARTED', detail: null },
    event: { type: 'order.updated', change: 'PACKING_STARTED' },
  };
}

function leftOf(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + openPieces(line), 0);
}

function picked(order: WholeOrder, picks: readonly PickedPieces[]): Ruling {
  const lines = withPicked(order.lines, picks);
  const pieces = picks.reduce((sum, pick) => sum + pick.pieces, 0);
  return {
    next: progressOf(order),
    lines,
    step: { kind: 'LINE_PICKED', detail: { kind: 'LINES_PICKED', pieces, left: leftOf(lines) } },
    event: { type: 'order.line_picked', picks },
  };
}

/** The pieces were reserved and are not there: the rest is the order, unless nothing is left or the line wants all or nothing. */
function shortAtShelf(order: WholeOrder, short: ShortLine): Ruling {
  const less = withoutPieces(order, [short], 'SHELF');
  const last = less?.happened.at(-1);
  if (!less || !last) return 'noop';
  if (goesOnWithout(order.lines, [short])) {
    return { next: progressOf(order), ...less.after, before: less.happened.slice(0, -1), ...last };
  }
  const cancel = cancelBy(order, 'OUT_OF_STOCK');
  return typeof cancel === 'string' ? cancel : { ...cancel, ...less.after, before: less.happened };
}

function finished(order: WholeOrder, bags: number): Ruling {
  if (leftOf(order.lines) > 0) return 'lines_open';
  return {
    next: { ...progressOf(order), status: 'READY', bags },
    step: { kind: 'READY', detail: null },
    event: { type: 'order.ready' },
  };
}

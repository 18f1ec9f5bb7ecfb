import type { CancelReason } from '@nakku/contracts';
import { cancelBy } from './decideCancel.ts';
import type { Change, Ruling } from './decision.ts';
import type { StockFact, StockRefusal } from './facts.ts';
import { shortLines } from './lines.ts';
import type { ShortLine } from './lines.ts';
import { missingOf } from './order.ts';
import type { Shortage, WholeOrder } from './order.ts';
import { progressOf } from './progress.ts';
import { goesOnWithout, withoutPieces } from './shortage.ts';

const reasons: Readonly<Record<StockRefusal, CancelReason>> = {
  OUT_OF_STOCK: 'OUT_OF_STOCK',
  UNKNOWN_STORE: 'STORE_UNAVAILABLE',
  STOCK_LOST: 'STOCK_LOST',
};

/** Inventory's decisions: on order.created, and on order.confirmed when a hold had run out meanwhile. */
export function stockRuling(order: WholeOrder, fact: StockFact): Ruling {
  return fact.kind === 'STOCK_RESERVED' ? reserved(order, fact.shortages) : refused(order, fact);
}

/** Some of it may be missing: then the rest is the order, unless the customer wants all of it or nothing is left. */
function reserved(order: WholeOrder, shortages: readonly Shortage[]): Ruling {
  const shorts = shortLines(order.lines, missingOf(shortages));
  const noted = shortages.length > 0 ? { ...order, shortages } : order;
  switch (order.status) {
    case 'PLACED': {
      if (!goesOnWithout(order.lines, shorts)) return cancelBy(noted, 'OUT_OF_STOCK');
      const happening = {
        step: { kind: 'RESERVED', detail: null },
        event: { type: 'order.reserved' },
      } as const;
      const change: Change = { next: { ...progressOf(noted), status: 'RESERVED' }, ...happening };
      const less = withoutPieces(order, shorts, 'PLACEMENT');
      return less === null ? change : { ...change, ...less.after, before: less.happened };
    }
    case 'CONFIRMED':
    case 'PACKING':
      // Reserved anew because the hold had run out: what others took meanwhile is missing.
      return shorts.length === 0 ? 'noop' : lostInPart(noted, shorts);
    default:
      return 'noop';
  }
}

function lostInPart(order: WholeOrder, shorts: readonly ShortLine[]): Ruling {
  if (!goesOnWithout(order.lines, shorts)) return cancelBy(order, 'STOCK_LOST');
  const less = withoutPieces(order, shorts, 'PLACEMENT');
  const last = less?.happened.at(-1);
  if (!less || !last) return 'noop';
  return { next: progressOf(order), ...less.after, before: less.happened.slice(0, -1), ...last };
}

function refused(
  order: WholeOrder,
  { reason, shortages }: Extract<StockFact, { kind: 'STOCK_REFUSED' }>,
): Ruling {
  switch (order.status) {
    case 'PLACED':
    case 'RESERVED':
      // Before the payment nothing was held for good: whatever is lost was simply not there.
      return cancelBy({ ...order, shortages }, reasons[reason === 'STOCK_LOST' ? 'OUT_OF_STOCK' : reason]);
    case 'CONFIRMED':
    case 'PACKING':
    case 'READY':
      return reason === 'STOCK_LOST' ? cancelBy({ ...order, shortages }, 'STOCK_LOST') : 'status';
    case 'OUT_FOR_DELIVERY':
    case 'DELIVERED':
    case 'RETURNING':
    case 'RETURNED':
      // Pick-up has won: inventory books the shortage.
      return reason === 'STOCK_LOST' ? 'noop' : 'status';
    case 'CANCELLED':
      return 'noop';
  }
}

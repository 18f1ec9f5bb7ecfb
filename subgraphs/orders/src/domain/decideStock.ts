import type { CancelReason } from '@nakku/contracts';
import { cancelBy } from './decideCancel.ts';
import type { Ruling } from './decision.ts';
import type { StockFact, StockRefusal } from './facts.ts';
import type { Order } from './order.ts';
import { progressOf } from './progress.ts';

const reasons: Readonly<Record<StockRefusal, CancelReason>> = {
  OUT_OF_STOCK: 'OUT_OF_STOCK',
  UNKNOWN_STORE: 'STORE_UNAVAILABLE',
  STOCK_LOST: 'STOCK_LOST',
};

/** Inventory's decisions: on order.created, and on order.confirmed when a hold had run out meanwhile. */
export function stockRuling(order: Order, fact: StockFact): Ruling {
  if (fact.kind === 'STOCK_RESERVED') {
    // Later states were reserved once; a cancelled order is released by inventory itself.
    if (order.status !== 'PLACED') return 'noop';
    return {
      next: { ...progressOf(order), status: 'RESERVED' },
      step: { kind: 'RESERVED', detail: null },
      event: { type: 'order.reserved' },
    };
  }
  const { reason, shortages } = fact;
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

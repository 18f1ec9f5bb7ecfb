import { cancelled, cancelBy } from './decideCancel.ts';
import type { Ruling } from './decision.ts';
import type { StockFact } from './facts.ts';
import { progressOf } from './progress.ts';
import type { Order } from './order.ts';

/** Inventory's answers: to order.created, and to order.confirmed when a hold had run out meanwhile. */
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
  switch (order.status) {
    case 'PLACED':
    case 'RESERVED':
      return cancelled(order, 'OUT_OF_STOCK');
    case 'CONFIRMED':
    case 'PACKING':
    case 'READY':
      return fact.isLost ? cancelBy(order, 'STOCK_LOST') : 'status';
    case 'OUT_FOR_DELIVERY':
    case 'DELIVERED':
    case 'RETURNING':
    case 'RETURNED':
      // Pick-up has won: inventory books the shortage.
      return fact.isLost ? 'noop' : 'status';
    case 'CANCELLED':
      return 'noop';
  }
}

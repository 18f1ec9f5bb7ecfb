import type { ConsumerHandlers } from '@nakku/messaging';
import { applyFact } from '../../app/applyFact.ts';
import { placeSubstitute } from '../../app/placeSubstitute.ts';
import type { Deps } from '../../app/deps.ts';
import type { Tx } from '../../store/database.ts';

/** Inventory's decisions. What it releases and commits follows from orders' own events and is ignored here. */
export function reservationHandlers(deps: Deps): ConsumerHandlers<Tx> {
  return {
    'inventory.reserved': ({ type: source, data: { orderId, shortages = [] } }, tx) =>
      applyFact(tx, deps, { orderId, source, fact: { kind: 'STOCK_RESERVED', shortages } }),
    'inventory.reservation_rejected': ({ type: source, data: { orderId, reason, shortages } }, tx) =>
      applyFact(tx, deps, { orderId, source, fact: { kind: 'STOCK_REFUSED', reason, shortages } }),
    'inventory.change_reserved': ({ type: source, data: { orderId, changeId } }, tx) =>
      applyFact(tx, deps, { orderId, source, fact: { kind: 'CHANGE_STOCK_RESERVED', changeId } }),
    'inventory.change_rejected': ({ type: source, data: { orderId, changeId } }, tx) =>
      applyFact(tx, deps, { orderId, source, fact: { kind: 'CHANGE_STOCK_REFUSED', changeId } }),
    'inventory.substitute_reserved': ({ data: { substitutionId } }, tx) =>
      placeSubstitute(tx, deps, { substitutionId, isReserved: true }),
    'inventory.substitute_rejected': ({ data: { substitutionId } }, tx) =>
      placeSubstitute(tx, deps, { substitutionId, isReserved: false }),
  };
}

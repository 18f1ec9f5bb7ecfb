import { operatesStore } from '@nakku/graphql-kit';
import type { Caller } from '@nakku/identity';
import type { Order } from '../domain/order.ts';
import { maySee } from '../domain/rights.ts';
import type { Standing } from '../domain/rights.ts';

/** What the caller is to an order. */
export function standingOf(order: Order, caller: Caller): Standing {
  if (caller.kind !== 'user') return { isCustomer: false, isStaff: false, isCourier: false };
  return {
    isCustomer: caller.userId === order.customerId,
    isStaff: operatesStore(caller, order.storeId),
    isCourier: caller.roles.includes('courier') && caller.userId === order.delivery.courierId,
  };
}

/** The order if the caller may see it: a foreign one and a missing one are alike. */
export function seenBy(caller: Caller, order: Order | null): Order | null {
  return order !== null && maySee(order, standingOf(order, caller)) ? order : null;
}

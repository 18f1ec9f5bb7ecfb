import { isAdmin, operatesStore } from '@nakku/graphql-kit';
import type { Caller } from '@nakku/identity';
import type { Order } from '../domain/order.ts';
import { maySee } from '../domain/permissions.ts';
import type { Access } from '../domain/permissions.ts';

/** How the caller relates to an order. */
export function accessTo(order: Order, caller: Caller): Access {
  if (caller.kind !== 'user') return { isCustomer: false, isStaff: false, isCourier: false };
  return {
    isCustomer: caller.userId === order.customerId,
    isStaff: operatesStore(caller, order.storeId),
    isCourier: caller.roles.includes('courier') && caller.userId === order.delivery.courierId,
  };
}

/** The order if the caller may see it: a foreign one and a missing one are alike. */
export function visibleTo(caller: Caller, order: Order | null): Order | null {
  return order !== null && maySee(order, accessTo(order, caller)) ? order : null;
}

/** The stores in which the caller has a role: `all` for admins. */
export function storesOf(caller: Caller): readonly string[] | 'all' {
  if (isAdmin(caller)) return 'all';
  return caller.kind === 'user' && caller.roles.includes('store_operator') ? caller.storeIds : [];
}

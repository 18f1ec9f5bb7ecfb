import { broughtToCustomer } from '@nakku/contracts';
import type { DeliveryStatus, OrderStatus } from '@nakku/contracts';
import type { CancelActor } from './facts.ts';
import { isEnd } from './order.ts';
import type { Order } from './order.ts';

/** How a caller relates to an order, from the signed identity; several may hold at once. */
export interface Access {
  readonly isCustomer: boolean;
  /** Operates the order's store, or is an admin. */
  readonly isStaff: boolean;
  /** The order's courier is this user. */
  readonly isCourier: boolean;
}

const byCustomer: ReadonlySet<OrderStatus> = new Set(['PLACED', 'RESERVED', 'CONFIRMED', 'PACKING']);
const byStaff: ReadonlySet<OrderStatus> = new Set(['PLACED', 'RESERVED', 'CONFIRMED', 'PACKING', 'READY']);

/** Whether an order of this status may be cancelled, or its cancel asked for. */
export function mayCancel(status: OrderStatus, by: CancelActor): boolean {
  return (by === 'customer' ? byCustomer : byStaff).has(status);
}

/** As whom a caller could cancel now: as the customer before as staff; null if as nobody. */
export function cancelActor(status: OrderStatus, access: Access): CancelActor | null {
  if (access.isCustomer && mayCancel(status, 'customer')) return 'customer';
  if (access.isStaff && mayCancel(status, 'staff')) return 'staff';
  return null;
}

/** What a client's button needs: a cancel that was asked for cannot be asked for again. */
export function canCancel(order: Order, access: Access): boolean {
  return order.cancelRequested === null && cancelActor(order.status, access) !== null;
}

/** Its customer, its store's staff, and its courier until it has ended. */
export function maySee(order: Order, { isCustomer, isStaff, isCourier }: Access): boolean {
  return isCustomer || isStaff || (isCourier && !isEnd(order.status));
}

const withDoor: ReadonlySet<DeliveryStatus | null> = new Set(broughtToCustomer);

/** Who may read where the customer's door is: the courier only while they bring the order there. */
export function maySeeDoor({ delivery }: Pick<Order, 'delivery'>, access: Access): boolean {
  return access.isCustomer || access.isStaff || (access.isCourier && withDoor.has(delivery.status));
}

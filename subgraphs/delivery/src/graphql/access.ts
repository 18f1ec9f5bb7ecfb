import { hasScope, idInput, isAdmin, operatesStore } from '@nakku/graphql-kit';
import type { Courier } from '../domain/courier.ts';
import { type Delivery, isUnderWay } from '../domain/delivery.ts';
import { loadCourier } from '../store/couriers.ts';
import type { Context } from './context.ts';

type Caller = Pick<Context, 'caller'>;

/** The text as an id, in small letters; null if it can be none. */
export function idOf(text: string): string | null {
  return idInput.safeParse(text).data ?? null;
}

export function isCustomerOf({ caller }: Caller, delivery: Delivery): boolean {
  return caller.kind === 'user' && caller.userId === delivery.customerId;
}

/** A courier's id is the id of the account. */
export function isCourierOf({ caller }: Caller, delivery: Delivery): boolean {
  return (
    hasScope(caller, 'deliveries:read') && caller.kind === 'user' && caller.userId === delivery.courierId
  );
}

/** The caller as a courier; null if the caller is none. */
export async function courierOfCaller({ caller, deps }: Context): Promise<Courier | null> {
  return caller.kind === 'user' ? loadCourier(deps.db, caller.userId) : null;
}

/** Its customer, operators of its store, its courier, admins. */
export function maySee(context: Caller, delivery: Delivery): boolean {
  return (
    isCustomerOf(context, delivery) ||
    operatesStore(context.caller, delivery.storeId) ||
    isCourierOf(context, delivery)
  );
}

/**
 * Where the customer lives and what helps to find the door: for the customer, the store's operators and admins, and for
 * the courier only from accepting the delivery until the ride to the customer has ended.
 */
export function maySeeDoor(context: Caller, delivery: Delivery): boolean {
  if (isCustomerOf(context, delivery) || operatesStore(context.caller, delivery.storeId)) return true;
  return isCourierOf(context, delivery) && isUnderWay(delivery);
}

/** The delivery if the caller may see it, else null. */
export function visibleTo(context: Caller, delivery: Delivery | null): Delivery | null {
  return delivery && maySee(context, delivery) ? delivery : null;
}

/** The courier in person, or who manages couriers. */
export function managesCourier({ caller }: Caller, courier: Courier): boolean {
  return (
    caller.kind === 'user' && (caller.userId === courier.courierId || hasScope(caller, 'couriers:admin'))
  );
}

/** Also the customer whose delivery is under way, the staff of its store, admins. */
export async function mayLocate(context: Context, courier: Courier): Promise<boolean> {
  if (managesCourier(context, courier) || isAdmin(context.caller)) return true;
  return context.loaders.couriersByDelivery.load(courier.courierId);
}

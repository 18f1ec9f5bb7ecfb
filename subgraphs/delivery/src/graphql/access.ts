import { hasScope, idInput, isAdmin, operatesStore } from '@nakku/graphql-kit';
import type { Courier } from '../domain/courier.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Context } from './context.ts';

/** Whether the text may be an id of ours; the database refuses anything else with an error of its own. */
export function isId(text: string): boolean {
  return idInput.safeParse(text).success;
}

export function isCustomerOf({ caller }: Pick<Context, 'caller'>, delivery: Delivery): boolean {
  return caller.kind === 'user' && caller.userId === delivery.customerId;
}

/** Its customer, operators of its store, its courier, admins. */
export async function maySee(context: Pick<Context, 'caller' | 'me'>, delivery: Delivery): Promise<boolean> {
  const { caller } = context;
  if (caller.kind !== 'user') return false;
  if (isCustomerOf(context, delivery) || operatesStore(caller, delivery.storeId)) return true;
  if (delivery.courierId === null || !hasScope(caller, 'deliveries:read')) return false;
  return (await context.me())?.courierId === delivery.courierId;
}

/** The delivery if the caller may see it, else null. */
export async function visible(context: Context, delivery: Delivery | null): Promise<Delivery | null> {
  return delivery && (await maySee(context, delivery)) ? delivery : null;
}

/** The courier in person, or who manages couriers. */
export function managesCourier({ caller }: Pick<Context, 'caller'>, courier: Courier): boolean {
  return (
    caller.kind === 'user' && (caller.userId === courier.courierId || hasScope(caller, 'couriers:admin'))
  );
}

/** Also the customer whose delivery is under way, the staff of its store, admins. */
export async function mayLocate(context: Context, courier: Courier): Promise<boolean> {
  if (managesCourier(context, courier) || isAdmin(context.caller)) return true;
  return context.couriersByDelivery.load(courier.courierId);
}

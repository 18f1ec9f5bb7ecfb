import { isAdmin, operatesStore } from '@nakku/graphql-kit';
import type { Caller } from '@nakku/identity';
import { z } from 'zod';
import type { Payment } from '../domain/payment.ts';

/** Whether it is the caller's own. */
export function isOwner(caller: Caller, thing: { readonly customerId: string }): boolean {
  return caller.kind === 'user' && caller.userId === thing.customerId;
}

/** The customer, the store's operators and admins see a payment; for everybody else it does not exist. */
export function paymentVisibleTo(caller: Caller, payment: Payment): boolean {
  return isOwner(caller, payment) || operatesStore(caller, payment.storeId);
}

/** A method as such is shown to its owner and to admins; a store's operator sees it as part of a payment only. */
export function methodVisibleTo(caller: Caller, method: { readonly customerId: string }): boolean {
  return isOwner(caller, method) || isAdmin(caller);
}

const uuid = z.uuid();

/** A reference of another subgraph may carry anything; what is no UUID names nothing of ours. */
export function isId(id: string): boolean {
  return uuid.safeParse(id).success;
}

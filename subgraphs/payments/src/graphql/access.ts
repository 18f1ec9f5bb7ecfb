import { idInput, isAdmin, operatesStore } from '@nakku/graphql-kit';
import type { Caller } from '@nakku/identity';
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

/** The id that a reference of another subgraph means, in our spelling; null for what is no ID of ours. */
export function referencedId(id: string): string | null {
  return idInput.safeParse(id).data ?? null;
}

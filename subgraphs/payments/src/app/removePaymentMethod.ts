import { removeMethod } from '../store/writePaymentMethods.ts';
import type { Deps } from './deps.ts';

export type RemovePaymentMethodResult = { readonly kind: 'done' } | { readonly kind: 'not_found' };

/** Removes a payment method of the customer; payments that use it go on. */
export async function removePaymentMethod(
  { platform }: Deps,
  { customerId, methodId }: { readonly customerId: string; readonly methodId: string },
): Promise<RemovePaymentMethodResult> {
  const isRemoved = await platform.transaction(({ db }) => removeMethod(db, customerId, methodId));
  return { kind: isRemoved ? 'done' : 'not_found' };
}

import { publishMethod } from '../events/publish.ts';
import { removeMethod } from '../store/writePaymentMethods.ts';
import type { Deps } from './deps.ts';

export type RemovePaymentMethodResult = { readonly kind: 'done' } | { readonly kind: 'not_found' };

/** Removes a payment method of the customer; payments that use it go on. */
export async function removePaymentMethod(
  { platform, now }: Deps,
  { customerId, methodId }: { readonly customerId: string; readonly methodId: string },
): Promise<RemovePaymentMethodResult> {
  return platform.transaction(async (tx) => {
    const removed = await removeMethod(tx.db, customerId, methodId);
    if (removed === null) return { kind: 'not_found' };
    publishMethod(tx, 'payment_method.removed', { id: methodId, customerId, ...removed }, now());
    return { kind: 'done' };
  });
}

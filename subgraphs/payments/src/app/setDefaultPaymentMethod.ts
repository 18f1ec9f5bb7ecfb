import { setDefaultMethod } from '../store/writePaymentMethods.ts';
import type { Deps } from './deps.ts';

export type SetDefaultPaymentMethodResult = { readonly kind: 'done' } | { readonly kind: 'not_found' };

/** Offers this method of the customer first from now on. */
export async function setDefaultPaymentMethod(
  { platform }: Deps,
  { customerId, methodId }: { readonly customerId: string; readonly methodId: string },
): Promise<SetDefaultPaymentMethodResult> {
  const isSet = await platform.transaction(({ db }) => setDefaultMethod(db, customerId, methodId));
  return { kind: isSet ? 'done' : 'not_found' };
}

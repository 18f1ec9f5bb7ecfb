import { z } from 'zod';
import { contractsOf } from './contract.ts';
import { id, instant } from './values.ts';

/** A customer's way to pay, as far as others need it: the topic is compacted and keyed by the method. */
const paymentMethod = z.object({
  paymentMethodId: id,
  customerId: id,
  kind: z.enum(['CARD', 'CASH']),
});

const state = z.object({ paymentMethod, at: instant });

export const paymentMethods = contractsOf('payment-methods', {
  'payment_method.added': state,
  /** Nothing new is paid with it; what was is not touched. */
  'payment_method.removed': state,
});

export type PaymentMethodState = z.infer<typeof paymentMethod>;

import type { ConsumerHandlers } from '@nakku/messaging';
import { followPaymentMethod } from '../../app/followPaymentMethod.ts';
import type { Tx } from '../../store/database.ts';

/** How customers pay, as far as it forbids an order. */
export const paymentMethodHandlers: ConsumerHandlers<Tx> = {
  'payment_method.added': ({ data }, tx) => followPaymentMethod(tx, data.paymentMethod, false),
  'payment_method.removed': ({ data }, tx) => followPaymentMethod(tx, data.paymentMethod, true),
};

import type { ConsumerHandlers } from '@nakku/messaging';
import type { Tx } from '../../store/database.ts';
import type { Take } from './take.ts';

/** Money that was given back. */
export const paymentsHandlers = (take: Take): ConsumerHandlers<Tx> => ({
  'payment.refunded': take,
  'payment.refund_failed': take,
});

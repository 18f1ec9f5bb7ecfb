import type { ConsumerHandlers } from '@nakku/messaging';
import { eraseCustomer } from '../../app/eraseCustomer.ts';
import type { Tx } from '../../store/database.ts';

/** Of accounts only their end matters to orders. */
export const userHandlers: ConsumerHandlers<Tx> = {
  'user.deleted': ({ data }, tx) => eraseCustomer(tx, data.user.userId),
};

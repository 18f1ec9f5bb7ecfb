import type { ConsumerHandlers } from '@nakku/messaging';
import type { Tx } from '../../store/database.ts';
import type { Take } from './take.ts';

/** Time zone and currency of stores. */
export const inventoryHandlers = (take: Take): ConsumerHandlers<Tx> => ({
  'store.created': take,
  'store.updated': take,
  'store.closed': take,
});

import type { ConsumerHandlers } from '@nakku/messaging';
import type { Tx } from '../../store/database.ts';
import type { Take } from './take.ts';

/** How long couriers took. */
export const deliveryHandlers = (take: Take): ConsumerHandlers<Tx> => ({
  'delivery.assigned': take,
  'delivery.completed': take,
});

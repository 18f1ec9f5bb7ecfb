import type { ConsumerHandlers } from '@nakku/messaging';
import type { Tx } from '../../store/database.ts';
import type { Take } from './take.ts';

/** What customers bought, and what became of it. */
export const ordersHandlers = (take: Take): ConsumerHandlers<Tx> => ({
  'order.created': take,
  'order.confirmed': take,
  'order.modified': take,
  'order.line_short': take,
  'order.line_substituted': take,
  'order.totals_changed': take,
  'order.cancelled': take,
  'order.returned': take,
  'order.completed': take,
});

import type { ConsumerHandlers } from '@nakku/messaging';
import type { Deps } from '../../app/deps.ts';
import { notifyUser } from '../../app/notifyUser.ts';
import type { Tx } from '../../store/database.ts';

/** Notifications about money: each refund is one of its own. */
export function paymentsHandlers(deps: Deps): ConsumerHandlers<Tx> {
  return {
    'payment.refunded': ({ data }, tx) => {
      const { customerId: userId, orderId, refundId, refundAmount: amount, currency } = data;
      const content = { kind: 'ORDER_REFUNDED', amount, currency } as const;
      return notifyUser(tx, deps, { userId, orderId, dedupeKey: refundId, content, at: new Date(data.at) });
    },
  };
}

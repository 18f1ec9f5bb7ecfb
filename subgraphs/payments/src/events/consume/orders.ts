import type { EventData } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Transaction } from '@nakku/platform';
import { authorizePayment } from '../../app/authorizePayment.ts';
import { capturePayment } from '../../app/capturePayment.ts';
import type { Deps } from '../../app/deps.ts';
import { followLines } from '../../app/followLines.ts';
import { cancelPaymentIncrease, increasePayment } from '../../app/increasePayment.ts';
import { initiatePayment } from '../../app/initiatePayment.ts';
import { refundIssue } from '../../app/refundIssue.ts';
import { releasePayment } from '../../app/releasePayment.ts';
import type { Tx } from '../../store/database.ts';

type LinesOfOrder = Pick<EventData<'order.totals_changed'>, 'orderId' | 'lines'> &
  Pick<Parameters<typeof followLines>[2], 'terms'>;

/** What payments does for an order. The provider is never called here: that is the worker's, after the commit. */
export function orderHandlers(deps: Deps): ConsumerHandlers<Tx> {
  const follow = (tx: Transaction<Tx>, { orderId, lines, ...terms }: LinesOfOrder): Promise<void> =>
    followLines(tx, deps, {
      orderId,
      ...terms,
      lines: lines.map(({ lineId, orderLineId, total: amount }) => ({
        names: [orderLineId, lineId],
        amount,
      })),
    });
  return {
    'order.created': ({ data }, tx) => {
      const { orderId, customerId, storeId, totals, handover, paymentMethodId } = data;
      const lines = data.lines.map(({ lineId, orderLineId, total }) => ({
        lineId: orderLineId ?? lineId,
        amount: total,
      }));
      const { total: amount, currency, deliveryFee, tip } = totals;
      const order = {
        orderId,
        customerId,
        storeId,
        amount,
        currency,
        handover,
        lines,
        deliveryFee,
        tip,
        paymentMethodId,
      };
      return initiatePayment(tx, deps, order);
    },
    'order.totals_changed': ({ data: { orderId, lines } }, tx) => follow(tx, { orderId, lines }),
    'order.line_substituted': ({ data: { orderId, lines } }, tx) => follow(tx, { orderId, lines }),
    'order.change_reserved': ({ data }, tx) => increasePayment(tx, deps, data),
    'order.change_closed': ({ data }, tx) => cancelPaymentIncrease(tx, deps, data),
    'order.modified': ({ data: { orderId, lines, handover, totals } }, tx) => {
      const { deliveryFee, tip } = totals;
      return follow(tx, { orderId, lines, terms: { handover, deliveryFee, tip } });
    },
    'order.reserved': ({ data }, tx) => authorizePayment(tx, deps, data),
    'order.completed': ({ data }, tx) => capturePayment(tx, deps, data),
    'order.issue_reported': ({ data }, tx) => refundIssue(tx, deps, data.orderId, data.issue, null),
    'order.issue_resolved': ({ data }, tx) =>
      refundIssue(tx, deps, data.orderId, data.issue, data.resolvedBy),
    'order.cancelled': ({ data }, tx) => releasePayment(tx, deps, data),
    'order.returned': ({ data }, tx) => releasePayment(tx, deps, data),
  };
}

import type { EventData } from '@nakku/contracts';
import { formatAmount, wholeUnits } from '@nakku/money';
import type { Transaction } from '@nakku/platform';
import { requestRefund } from '../domain/refund.ts';
import type { Tx } from '../store/database.ts';
import { changePayment } from './changePayment.ts';
import { clockOf } from './deps.ts';
import type { Deps } from './deps.ts';

/**
 * Gives back what was decided about an issue of an order. What cannot be refunded, because the money was given back
 * otherwise or was never taken, is for a person.
 * @param requestedBy who decided; null for a rule
 */
export async function refundIssue(
  tx: Transaction<Tx>,
  deps: Deps,
  orderId: string,
  { issueId, kind, lines, refund, currency }: EventData<'order.issue_reported'>['issue'],
  requestedBy: string | null,
): Promise<void> {
  if (refund === 0) return;
  const request = {
    ...{ amount: null, deliveryFee: 0, tip: 0, reason: `Issue ${issueId}`, reasonCode: kind, requestedBy },
    lines: lines
      .filter(({ amount }) => amount > 0)
      .map(({ orderLineId, amount }) => ({ lineId: orderLineId, amount })),
  };
  await changePayment(tx, deps, { by: 'orderId', value: orderId }, (payment) => {
    const approvalAbove = wholeUnits(deps.limits.refundApprovalAbove, payment.currency);
    const decided = requestRefund(payment, request, clockOf(deps), approvalAbove);
    if (!('refused' in decided)) return decided;
    const detail = `issue ${issueId}: ${formatAmount(refund, currency)} could not be refunded (${decided.refused})`;
    return { payment, alert: { kind: 'REFUND_FAILED' as const, detail } };
  });
}

import { changeRuling, withoutOvertakenChange } from './decideChange.ts';
import { cancelRuling, deadlineRuling } from './decideCancel.ts';
import { deliveryRuling } from './decideDelivery.ts';
import { packingRuling } from './decidePacking.ts';
import { paymentRuling } from './decidePayment.ts';
import { substitutionRuling } from './decideSubstitution.ts';
import { stockRuling } from './decideStock.ts';
import { rescheduled } from './deadlines.ts';
import type { OrderTimes } from './deadlines.ts';
import type { Decision, Ruling } from './decision.ts';
import type { Fact } from './facts.ts';
import { issueRuling } from './decideIssue.ts';
import type { WholeOrder } from './order.ts';
import { ratingRuling } from './decideRating.ts';

/**
 * What a fact does to an order: the table of states as one pure function. What is so already is a no-op, what cannot
 * be is illegal, and both leave the order as it is; nothing throws.
 */
export function decide(order: WholeOrder, fact: Fact, now: Date, times: OrderTimes): Decision {
  const ruling = ruleOn(order, fact, now, times);
  if (ruling === 'noop') return { kind: 'noop' };
  if (typeof ruling === 'string') return { kind: 'illegal', because: ruling };
  const change = withoutOvertakenChange(order, ruling);
  return { kind: 'applied', ...change, ...rescheduled(order, change.next, order.promise.to, now, times) };
}

function ruleOn(order: WholeOrder, fact: Fact, now: Date, times: OrderTimes): Ruling {
  switch (fact.kind) {
    case 'STOCK_RESERVED':
    case 'STOCK_REFUSED':
      return stockRuling(order, fact);
    case 'PAYMENT_AUTHORIZED':
    case 'PAYMENT_FAILED':
    case 'PAYMENT_ACTION_REQUIRED':
    case 'PAYMENT_SETTLED':
    case 'PAYMENT_REFUNDED':
    case 'PAYMENT_REFUND_FAILED':
    case 'PAYMENT_DISPUTED':
      return paymentRuling(order, fact, now);
    case 'DELIVERY_PROGRESSED':
    case 'DELIVERY_STARTED':
    case 'DELIVERY_COMPLETED':
    case 'DELIVERY_FAILED':
    case 'DELIVERY_RETURNED':
    case 'DELIVERY_CANCELLED':
    case 'DELIVERY_CANCEL_REFUSED':
      return deliveryRuling(order, fact, now);
    case 'PACKING_STARTED':
    case 'LINES_PICKED':
    case 'SHELF_SHORT':
    case 'PACKING_FINISHED':
      return packingRuling(order, fact);
    case 'SUBSTITUTION_PROPOSED':
    case 'SUBSTITUTION_ANSWERED':
    case 'SUBSTITUTE_RESERVED':
    case 'SUBSTITUTE_REFUSED':
      return substitutionRuling(order, fact);
    case 'CHANGE_REQUESTED':
    case 'CHANGE_STOCK_RESERVED':
    case 'CHANGE_STOCK_REFUSED':
    case 'PAYMENT_INCREASED':
    case 'PAYMENT_INCREASE_FAILED':
    case 'CHANGE_TIMED_OUT':
      return changeRuling(order, fact);
    case 'CANCEL_REQUESTED':
      return cancelRuling(order, fact.by);
    case 'RATED':
      return ratingRuling(order, fact.rating, now, times.ratingChangeMs);
    case 'ISSUE_REPORTED':
    case 'ISSUE_RESOLVED':
      return issueRuling(order, fact, now, times.issueReportMs);
    case 'DEADLINE':
      return deadlineRuling(order, fact.of);
  }
}

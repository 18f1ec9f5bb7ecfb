import type { Ruling } from './decision.ts';
import type { IssueFact } from './facts.ts';
import type { Order } from './order.ts';
import { progressOf } from './progress.ts';

/** Issues are reported for `reportMs` after the delivery; a person may decide a case at any time. */
export function issueRuling(order: Order, fact: IssueFact, now: Date, reportMs: number): Ruling {
  if (order.status !== 'DELIVERED' || order.deliveredAt === null) return 'status';
  const next = progressOf(order);
  if (fact.kind === 'ISSUE_RESOLVED') {
    const { issue, outcome, resolvedBy } = fact;
    return {
      next,
      step: { kind: 'ISSUE_RESOLVED', detail: null },
      event: { type: 'order.issue_resolved', issue, outcome, resolvedBy },
    };
  }
  if (order.deliveredAt.getTime() + reportMs <= now.getTime()) return 'report_closed';
  const { issue, decision } = fact;
  return {
    next,
    step: { kind: 'ISSUE_REPORTED', detail: null },
    event: { type: 'order.issue_reported', issue, decision },
  };
}

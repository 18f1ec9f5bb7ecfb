import type { IssueKind } from '@nakku/contracts';
import { AUTO_REFUND_PERIOD_MS, claimOf, decideIssue, deliveredLines, MAX_ISSUES } from '../domain/issue.ts';
import type { ClaimRefusal } from '../domain/issue.ts';
import type { Order } from '../domain/order.ts';
import { lockCustomer } from '../store/customerOrders.ts';
import { countAutoRefunds, insertIssue, issuesOf } from '../store/issues.ts';
import { lockOrder } from '../store/orderRepository.ts';
import { applyFact } from './changeOrder.ts';
import type { Deps } from './deps.ts';

export interface ReportIssue {
  readonly orderId: string;
  readonly customerId: string;
  readonly kind: IssueKind;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
  readonly note: string | null;
  readonly idempotencyKey: string;
}

export type ReportRefusal =
  | ClaimRefusal
  | { readonly kind: 'not_found' | 'too_many_issues' }
  | { readonly kind: 'wrong_state' | 'report_closed'; readonly order: Order };

export type ReportIssueResult =
  | { readonly kind: 'done'; readonly issueId: string }
  | { readonly kind: 'refused'; readonly refusal: ReportRefusal }
  | { readonly kind: 'key_reused' | 'in_flight' };

/**
 * A customer reports what is wrong with a delivered order. A rule refunds it at once, or a person decides: payments
 * follows the event.
 */
export async function reportIssue(deps: Deps, command: ReportIssue): Promise<ReportIssueResult> {
  const { orderId, customerId, idempotencyKey: key, kind, lines, note } = command;
  const result = await deps.platform.idempotent<string, ReportRefusal>(
    { callerId: customerId, mutation: 'orderIssueReport', key, variables: { orderId, kind, lines, note } },
    async (tx) => {
      // What the customer had by rule is counted: one report of theirs at a time.
      await lockCustomer(tx.db, customerId);
      const order = await lockOrder(tx.db, orderId);
      if (order?.customerId !== customerId) return { refused: { kind: 'not_found' } };
      if (order.status !== 'DELIVERED') return { refused: { kind: 'wrong_state', order } };
      const issues = (await issuesOf(tx.db, [orderId]))[0]?.issues ?? [];
      if (issues.length >= MAX_ISSUES) return { refused: { kind: 'too_many_issues' } };
      const claimed = issues.filter(({ status }) => status !== 'REJECTED').flatMap((issue) => issue.lines);
      const claim = claimOf(deliveredLines(order.lines), claimed, lines);
      if ('kind' in claim) return { refused: claim };
      const now = deps.now();
      const amount = claim.lines.reduce((sum, line) => sum + line.amount, 0);
      const { currency } = order.totals;
      const since = new Date(now.getTime() - AUTO_REFUND_PERIOD_MS);
      const autoRefunds = await countAutoRefunds(tx.db, customerId, since);
      const { method } = order.payment;
      const decision = decideIssue({ amount, currency, method }, autoRefunds, deps.issueLimits);
      const isAutomatic = decision === 'REFUND';
      const refund = isAutomatic ? amount : 0;
      const issue = { issueId: deps.newId(), kind, lines: claim.lines, currency, refund };
      const fact = { kind: 'ISSUE_REPORTED', issue, decision } as const;
      const changed = await applyFact(tx, deps, order, fact, customerId);
      if (changed.kind !== 'changed') {
        const isLate = changed.kind === 'illegal' && changed.because === 'report_closed';
        return { refused: { kind: isLate ? 'report_closed' : 'wrong_state', order } };
      }
      const status = isAutomatic ? 'REFUNDED' : 'OPEN';
      await insertIssue(tx.db, { ...issue, orderId, status, isAutomatic, note, reportedAt: now });
      return { result: issue.issueId };
    },
  );
  if (result.kind === 'refused') return { kind: 'refused', refusal: result.refused };
  if (result.kind !== 'done') return result;
  return { kind: 'done', issueId: result.result };
}

import { findIssue, resolveIssueRow } from '../store/issues.ts';
import type { IssueStatus } from '../store/issues.ts';
import { lockOrder } from '../store/orderRepository.ts';
import { changeOrder } from './changeOrder.ts';
import type { Deps } from './deps.ts';

export interface ResolveIssue {
  readonly issueId: string;
  readonly actorId: string;
  readonly outcome: 'REFUNDED' | 'REJECTED';
  /** Whether the caller is staff of this store; for others its issues do not exist. */
  isStaffOf(storeId: string): boolean;
}

export type ResolveIssueResult =
  | { readonly kind: 'done' | 'not_found' }
  | { readonly kind: 'resolved_already'; readonly status: IssueStatus };

/** A person decides a case: payments gives back what was claimed, or nothing. The first decision stays. */
export async function resolveIssue(
  deps: Deps,
  { issueId, actorId, outcome, isStaffOf }: ResolveIssue,
): Promise<ResolveIssueResult> {
  return deps.platform.transaction(async (tx): Promise<ResolveIssueResult> => {
    const found = await findIssue(tx.db, issueId);
    if (!found || !isStaffOf(found.storeId)) return { kind: 'not_found' };
    const { orderId, kind, lines, currency } = found;
    await lockOrder(tx.db, orderId);
    const amount = lines.reduce((sum, line) => sum + line.amount, 0);
    const refund = outcome === 'REFUNDED' ? amount : 0;
    const decided = { id: issueId, status: outcome, refund, by: actorId, at: deps.now() };
    if (!(await resolveIssueRow(tx.db, decided))) {
      const { status } = (await findIssue(tx.db, issueId)) ?? found;
      return { kind: 'resolved_already', status };
    }
    const issue = { issueId, kind, lines, currency, refund };
    const fact = { kind: 'ISSUE_RESOLVED', issue, outcome, resolvedBy: actorId } as const;
    const changed = await changeOrder(tx, deps, { orderId, actorId }, () => fact);
    if (changed.kind !== 'changed') throw new Error(`issue ${issueId} is of an order that was not delivered`);
    return { kind: 'done' };
  });
}

import { type AuditChange, changesBetween } from '@nakku/service';
import type { AuditAction } from '../domain/audit.ts';
import type { PromotionTerms } from '../domain/promotion.ts';
import { insertAuditEntry } from '../store/auditEntries.ts';
import type { Tx } from '../store/database.ts';
import type { Deps } from './deps.ts';

const FIELDS = [
  'name',
  'currency',
  'rule',
  'scope',
  'minSubtotal',
  'startsAt',
  'endsAt',
  'priority',
  'stacking',
  'limits',
  'isCouponRequired',
  'isPaused',
] as const satisfies readonly (keyof PromotionTerms)[];

/** What a merchandiser changed of the terms of a promotion; `before` is null for a new one. */
export const termsChanged = (before: PromotionTerms | null, after: PromotionTerms): AuditChange[] =>
  changesBetween(before, after, FIELDS);

/** Writes down what a merchandiser did to a promotion, in the transaction of the act. */
export async function auditPromotion(
  db: Tx,
  deps: Pick<Deps, 'newId' | 'now'>,
  act: {
    readonly actorId: string;
    readonly action: AuditAction;
    readonly promotionId: string;
    readonly changes: readonly AuditChange[];
  },
): Promise<void> {
  const { promotionId: subjectId, ...rest } = act;
  await insertAuditEntry(db, { id: deps.newId(), at: deps.now(), ip: null, subjectId, ...rest });
}

import { faultOf, type PromotionTerms } from '../domain/promotion.ts';
import {
  countRunning,
  findPromotion,
  insertPromotion,
  type ListedPromotion,
  lockPromotions,
  updatePromotion,
} from '../store/promotions.ts';
import type { Tx } from '../store/database.ts';
import { auditPromotion, termsChanged } from './audit.ts';
import type { Deps } from './deps.ts';

export type SavePromotionResult =
  | { readonly kind: 'done'; readonly promotion: ListedPromotion }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'version_conflict'; readonly currentVersion: number }
  | { readonly kind: 'invalid'; readonly field: string; readonly reason: string }
  /** So many promotions run already: each cart is priced by all of them. */
  | { readonly kind: 'limit'; readonly limit: number };

/** Adds a promotion. */
export function createPromotion(
  deps: Deps,
  { actorId, terms }: { readonly actorId: string; readonly terms: PromotionTerms },
): Promise<SavePromotionResult> {
  return deps.platform.transaction(async ({ db }) => {
    const obstacle = await obstacleTo(db, deps, terms, null);
    if (obstacle) return obstacle;
    const promotion = await insertPromotion(db, deps.newId(), terms, deps.now());
    const { promotionId } = promotion;
    const changes = termsChanged(null, promotion);
    await auditPromotion(db, deps, { actorId, action: 'PROMOTION_CREATED', promotionId, changes });
    return { kind: 'done', promotion };
  });
}

/** Gives a promotion that has `expectedVersion` new terms. Orders that use it keep what they were granted. */
export function updatePromotionTerms(
  deps: Deps,
  command: {
    readonly actorId: string;
    readonly promotionId: string;
    readonly expectedVersion: number;
    readonly terms: PromotionTerms;
  },
): Promise<SavePromotionResult> {
  const { actorId, promotionId, expectedVersion, terms } = command;
  return deps.platform.transaction(async ({ db }) => {
    const obstacle = await obstacleTo(db, deps, terms, promotionId);
    if (obstacle?.kind === 'invalid') return obstacle;
    const before = await findPromotion(db, promotionId);
    if (before === null) return { kind: 'not_found' };
    if (before.version !== expectedVersion) {
      return { kind: 'version_conflict', currentVersion: before.version };
    }
    if (obstacle) return obstacle;
    const promotion = await updatePromotion(db, promotionId, terms);
    const changes = termsChanged(before, promotion);
    await auditPromotion(db, deps, { actorId, action: 'PROMOTION_UPDATED', promotionId, changes });
    return { kind: 'done', promotion };
  });
}

/** Takes the lock of all promotions, under which they are counted, read and written. */
async function obstacleTo(
  db: Tx,
  deps: Deps,
  terms: PromotionTerms,
  promotionId: string | null,
): Promise<SavePromotionResult | null> {
  const fault = faultOf(terms);
  await lockPromotions(db);
  if (fault) return { kind: 'invalid', ...fault };
  const now = deps.now();
  const limit = deps.config.CART_MAX_PROMOTIONS;
  const runs = !terms.isPaused && (terms.endsAt === null || terms.endsAt > now);
  if (runs && (await countRunning(db, now, promotionId)) >= limit) return { kind: 'limit', limit };
  return null;
}

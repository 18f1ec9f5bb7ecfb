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

/** Why terms were not written. */
export type TermsRefusal =
  | { readonly kind: 'invalid'; readonly field: string; readonly reason: string }
  /** So many promotions run already: each cart is priced by all of them. */
  | { readonly kind: 'limit'; readonly limit: number };

interface Saved {
  readonly kind: 'done';
  readonly promotion: ListedPromotion;
}
export type CreatePromotionResult = Saved | TermsRefusal;
export type UpdatePromotionResult =
  | Saved
  | TermsRefusal
  | { readonly kind: 'not_found' }
  | { readonly kind: 'version_conflict'; readonly currentVersion: number };

/** Adds a promotion. */
export async function createPromotion(
  deps: Deps,
  { actorId, terms }: { readonly actorId: string; readonly terms: PromotionTerms },
): Promise<CreatePromotionResult> {
  const fault = faultOf(terms);
  if (fault) return { kind: 'invalid', ...fault };
  return deps.platform.transaction(async ({ db }) => {
    await lockPromotions(db);
    const obstacle = await noRoomFor(db, deps, terms, null);
    if (obstacle) return obstacle;
    const promotion = await insertPromotion(db, deps.newId(), terms, deps.now());
    const { promotionId } = promotion;
    const changes = termsChanged(null, promotion);
    await auditPromotion(db, deps, { actorId, action: 'PROMOTION_CREATED', promotionId, changes });
    return { kind: 'done', promotion };
  });
}

/** Gives a promotion that has `expectedVersion` new terms. Orders that use it keep what they were granted. */
export async function updatePromotionTerms(
  deps: Deps,
  command: {
    readonly actorId: string;
    readonly promotionId: string;
    readonly expectedVersion: number;
    readonly terms: PromotionTerms;
  },
): Promise<UpdatePromotionResult> {
  const { actorId, promotionId, expectedVersion, terms } = command;
  const fault = faultOf(terms);
  if (fault) return { kind: 'invalid', ...fault };
  return deps.platform.transaction(async ({ db }) => {
    await lockPromotions(db);
    const before = await findPromotion(db, promotionId);
    if (before === null) return { kind: 'not_found' };
    if (before.version !== expectedVersion) {
      return { kind: 'version_conflict', currentVersion: before.version };
    }
    const obstacle = await noRoomFor(db, deps, terms, promotionId);
    if (obstacle) return obstacle;
    const promotion = await updatePromotion(db, promotionId, terms);
    const changes = termsChanged(before, promotion);
    await auditPromotion(db, deps, { actorId, action: 'PROMOTION_UPDATED', promotionId, changes });
    return { kind: 'done', promotion };
  });
}

/** The refusal of terms that would let one promotion too many run. Call it under the lock of all promotions. */
async function noRoomFor(
  db: Tx,
  deps: Deps,
  terms: PromotionTerms,
  promotionId: string | null,
): Promise<TermsRefusal | null> {
  const now = deps.now();
  const limit = deps.config.CART_MAX_PROMOTIONS;
  const runs = !terms.isPaused && (terms.endsAt === null || terms.endsAt > now);
  return runs && (await countRunning(db, now, promotionId)) >= limit ? { kind: 'limit', limit } : null;
}

import { randomInt } from 'node:crypto';
import { countCoupons, insertCoupons } from '../store/coupons.ts';
import { findPromotion, type ListedPromotion } from '../store/promotions.ts';
import { auditPromotion } from './audit.ts';
import type { Deps } from './deps.ts';

export interface CreateCoupons {
  readonly actorId: string;
  readonly promotionId: string;
  /** A code of the merchandiser's own, or how many are made up. */
  readonly wanted: { readonly code: string } | { readonly count: number; readonly prefix: string };
  /** Orders that may use each code; null: any number. */
  readonly maxUses: number | null;
}

export type CreateCouponsResult =
  | { readonly kind: 'done'; readonly promotion: ListedPromotion; readonly created: number }
  | { readonly kind: 'not_found' | 'needs_none' | 'code_taken' }
  | { readonly kind: 'limit'; readonly limit: number };

/** Without 0, 1, I and O, which people mistake for each other. 10 of these 32 make 50 bits: a guess is hopeless. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const RANDOM_LENGTH = 10;

/** Adds coupons to a promotion that requires one. */
export function createCoupons(deps: Deps, command: CreateCoupons): Promise<CreateCouponsResult> {
  const { actorId, promotionId, wanted, maxUses } = command;
  const limit = deps.config.CART_MAX_COUPONS_PER_PROMOTION;
  return deps.platform.transaction(async ({ db }) => {
    const promotion = await findPromotion(db, promotionId);
    if (promotion === null) return { kind: 'not_found' };
    if (!promotion.isCouponRequired) return { kind: 'needs_none' };
    const count = 'count' in wanted ? wanted.count : 1;
    if ((await countCoupons(db, promotionId, limit)) + count > limit) return { kind: 'limit', limit };
    const codes = 'code' in wanted ? [wanted.code] : randomCodes(wanted.count, wanted.prefix);
    const created = await insertCoupons(db, { promotionId, codes, maxUses, createdAt: deps.now() });
    if (created === 0) return { kind: 'code_taken' };
    const what = 'code' in wanted ? { code: wanted.code, maxUses } : { count: created, maxUses };
    const changes = [{ field: 'coupons', before: null, after: JSON.stringify(what) }];
    await auditPromotion(db, deps, { actorId, action: 'COUPONS_CREATED', promotionId, changes });
    // Among 2^50 codes two random ones that are equal do not happen; if they did, there is one coupon less.
    return { kind: 'done', promotion, created };
  });
}

function randomCodes(count: number, prefix: string): string[] {
  return Array.from(
    { length: count },
    () => prefix + Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  );
}

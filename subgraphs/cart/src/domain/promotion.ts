/** What a promotion takes off. Amounts in minor units of the promotion's currency, rates in basis points. */
export type PromotionRule =
  /** A part of what the goods of the scope cost, at most `cap` (null: any amount). */
  | { readonly kind: 'PERCENTAGE'; readonly rate: number; readonly cap: number | null }
  | { readonly kind: 'FIXED'; readonly amount: number }
  /** Of each `buy + get` pieces of the scope, dearest first, the `get` cheapest cost less by `rate`; 10,000: nothing. */
  | { readonly kind: 'BUY_X_GET_Y'; readonly buy: number; readonly get: number; readonly rate: number }
  /** One piece of each product of the scope together for `price`. */
  | { readonly kind: 'BUNDLE_PRICE'; readonly price: number }
  | { readonly kind: 'FREE_DELIVERY' };

/** What a promotion is about; an empty list sets no condition. */
export interface PromotionScope {
  readonly productIds: readonly string[];
  /** With all categories below them. */
  readonly categoryIds: readonly string[];
  readonly storeIds: readonly string[];
}

/** How many orders may use a promotion; null: any number. */
export interface PromotionLimits {
  readonly total: number | null;
  readonly perCustomer: number | null;
}

/** What a merchandiser decides of a promotion. */
export interface PromotionTerms {
  readonly name: string;
  /** ISO 4217; the promotion is for carts of this currency. */
  readonly currency: string;
  readonly rule: PromotionRule;
  readonly scope: PromotionScope;
  /** What the goods of the scope must cost at least, before discounts, in minor units. */
  readonly minSubtotal: number;
  readonly startsAt: Date;
  /** Null: it does not end by itself. */
  readonly endsAt: Date | null;
  /** The higher one is applied first. */
  readonly priority: number;
  /** An exclusive promotion is applied alone. */
  readonly stacking: 'EXCLUSIVE' | 'COMBINES';
  readonly limits: PromotionLimits;
  /** Whether only carts with one of its coupons get it. */
  readonly isCouponRequired: boolean;
  readonly isPaused: boolean;
}

/** A promotion as it is kept. */
export interface Promotion extends PromotionTerms {
  readonly promotionId: string;
  readonly version: number;
  /** How many orders used it, as far as cart has heard. */
  readonly redeemed: number;
}

/** A promotion that a cart may use now: it runs, is not used up, and its coupon is in the cart if it needs one. */
export interface UsablePromotion {
  readonly promotionId: string;
  readonly name: string;
  readonly currency: string;
  readonly rule: PromotionRule;
  /** Products and categories, those below included. */
  readonly scope: Pick<PromotionScope, 'productIds' | 'categoryIds'>;
  readonly minSubtotal: number;
  readonly priority: number;
  readonly stacking: PromotionTerms['stacking'];
  readonly limits: PromotionLimits;
  readonly coupon: { readonly code: string; readonly limit: number | null } | null;
}

/** Why terms make no promotion, with the name of the field; null if they do. */
export function faultOf(terms: PromotionTerms): { readonly field: string; readonly reason: string } | null {
  const { rule, scope, startsAt, endsAt } = terms;
  if (endsAt !== null && endsAt <= startsAt) return { field: 'endsAt', reason: 'must be after startsAt' };
  if (rule.kind === 'BUNDLE_PRICE' && (scope.productIds.length < 2 || scope.categoryIds.length > 0)) {
    return { field: 'scope', reason: 'must name at least two products and no category for a bundle' };
  }
  return null;
}

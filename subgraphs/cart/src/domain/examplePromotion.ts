import type { UsablePromotion } from './promotion.ts';

/** A promotion of all goods that takes nothing, besides what `more` says, for tests. */
export function examplePromotion(more: Partial<UsablePromotion> = {}): UsablePromotion {
  return {
    promotionId: 'p',
    name: 'Promotion',
    currency: 'EUR',
    rule: { kind: 'FIXED', amount: 0 },
    scope: { productIds: [], categoryIds: [] },
    minSubtotal: 0,
    priority: 0,
    stacking: 'COMBINES',
    limits: { total: null, perCustomer: null },
    coupon: null,
    ...more,
  };
}

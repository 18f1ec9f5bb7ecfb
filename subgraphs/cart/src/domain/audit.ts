/** Acts of merchandisers on promotions that are audited. */
export const AUDIT_ACTIONS = ['PROMOTION_CREATED', 'PROMOTION_UPDATED', 'COUPONS_CREATED'] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

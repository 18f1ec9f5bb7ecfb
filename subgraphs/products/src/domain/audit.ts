/** Acts of administrators on the catalogue that are audited. */
export const AUDIT_ACTIONS = [
  'PRODUCT_CREATED',
  'PRODUCT_UPDATED',
  'PRODUCT_ARCHIVED',
  'PRODUCT_RESTORED',
  'PRODUCT_PRICE_SCHEDULED',
  'PRODUCT_PRICE_RESCHEDULED',
  'PRODUCT_PRICE_UNSCHEDULED',
  'CATEGORY_CREATED',
  'CATEGORY_UPDATED',
  'CATEGORY_MOVED',
  'CATEGORY_ARCHIVED',
  'CATEGORY_RESTORED',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What is audited of accounts. */
export const AUDIT_ACTIONS = [
  'SIGN_IN_SUCCEEDED',
  'SIGN_IN_REFUSED',
  'SIGN_IN_DISABLED',
  'ROLES_SET',
  'USER_DISABLED',
  'USER_ENABLED',
  'ADMIN_GRANTED',
  'USER_ERASED',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Sign-ins are personal data and many: they are kept for a while, acts of administrators for good. */
export const SIGN_IN_ACTIONS = AUDIT_ACTIONS.filter((action) => action.startsWith('SIGN_IN_'));

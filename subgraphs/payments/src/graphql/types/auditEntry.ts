import type { PaymentAuditEntryResolvers } from '../../generated/graphql.ts';
import type { StoredAuditEntry } from '../../store/audit.ts';

/**
 * An entry knows its amount, the payment its currency.
 * @public codegen.yml names it
 */
export interface AuditEntryModel extends StoredAuditEntry {
  readonly currency: string;
}

export const auditEntryType: PaymentAuditEntryResolvers = {
  amount: ({ amount, currency }) => ({ amount, currency }),
  createdAt: ({ at }) => at,
};

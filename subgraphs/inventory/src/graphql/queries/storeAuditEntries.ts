import { connection, pageOf, requireScope } from '@nakku/graphql-kit';
import type { AuditEntry } from '../../domain/audit.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { auditKey, type AuditKey, auditPage } from '../../store/audit.ts';
import { accessStore } from '../access.ts';
import { knownId } from '../inputs.ts';

export const storeAuditEntries: NonNullable<QueryResolvers['storeAuditEntries']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  requireScope(caller, 'stock:read');
  const storeId = knownId(args.storeId);
  const page = pageOf(args, auditKey(storeId ?? ''));
  if (storeId === null || accessStore(caller, 'stock:read', storeId) === null) return null;
  const keyOf = (entry: AuditEntry): AuditKey => [storeId, entry.id];
  return connection(await auditPage(deps.db, storeId, page), page, keyOf);
};

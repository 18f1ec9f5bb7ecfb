import { connection, idInput, pageOf, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { listAuditEntries } from '../../store/auditEntries.ts';

const auditFilter = z.object({ actorId: idInput.nullish(), promotionId: idInput.nullish() });

export const promotionAuditEntries: NonNullable<QueryResolvers['promotionAuditEntries']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  requireScope(caller, 'catalog:write');
  const page = pageOf(args, z.uuid());
  const ids = auditFilter.safeParse(args.filter ?? {});
  // An ID that can be none of ours has no entries.
  if (!ids.success) return connection([], page, () => '');
  const { actorId = null, promotionId: subjectId = null } = ids.data;
  const filter = { actorId, subjectId, action: args.filter?.action ?? null };
  return connection(await listAuditEntries(deps.db, filter, page), page, ({ id }) => id);
};

import { connection, idInput, pageOf } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { listAuditEntries } from '../../store/auditEntries.ts';
import { accessUsers } from '../access.ts';

const auditFilter = z.object({ actorId: idInput.nullish(), userId: idInput.nullish() });

export const userAuditEntries: NonNullable<QueryResolvers['userAuditEntries']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  accessUsers(caller);
  const page = pageOf(args, z.uuid());
  const ids = auditFilter.safeParse(args.filter ?? {});
  // An ID that can be none of ours has no entries.
  if (!ids.success) return connection([], page, () => '');
  const { actorId = null, userId = null } = ids.data;
  const filter = { actorId, subjectId: userId, action: args.filter?.action ?? null };
  return connection(await listAuditEntries(deps.db, filter, page), page, ({ id }) => id);
};

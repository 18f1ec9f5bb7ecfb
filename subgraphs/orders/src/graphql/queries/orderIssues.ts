import { connection, idInput, operatesStore, pageOf, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { pageOfIssues } from '../../store/issues.ts';
import type { IssueKey, StoredIssue } from '../../store/issues.ts';
import { storesOf } from '../access.ts';

const keySchema = z.tuple([z.literal('orderIssues'), idInput]);
const keyOf = ({ issueId }: StoredIssue): IssueKey => ['orderIssues', issueId];

export const orderIssues: NonNullable<QueryResolvers['orderIssues']> = async (_, args, { caller, deps }) => {
  const user = requireScope(caller, 'store-orders:read');
  const page = pageOf<IssueKey>(args, keySchema);
  const stores = storesOf(user);
  const storeId = args.storeId == null ? null : idInput.safeParse(args.storeId);
  if (storeId && !(storeId.success && operatesStore(user, storeId.data))) return connection([], page, keyOf);
  const storeIds = storeId?.success ? [storeId.data] : stores === 'all' ? null : stores;
  const issues = await pageOfIssues(deps.db, { storeIds, statuses: args.statuses ?? null }, page);
  return connection(issues, page, keyOf);
};

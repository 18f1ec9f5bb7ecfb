import { idInput, notFound, operatesStore, parseInput, requireScope, userError } from '@nakku/graphql-kit';
import { z } from 'zod';
import { resolveIssue } from '../../app/resolveIssue.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';

const inputSchema = z.object({ issueId: idInput, outcome: z.enum(['REFUNDED', 'REJECTED']) });

export const orderIssueResolve: NonNullable<MutationResolvers['orderIssueResolve']> = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const user = requireScope(caller, 'refunds:write');
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { issue: null, userErrors: input.errors };
  const { issueId } = input.value;
  const result = await resolveIssue(deps, {
    ...input.value,
    actorId: user.userId,
    isStaffOf: (storeId) => operatesStore(user, storeId),
  });
  switch (result.kind) {
    case 'done':
      return { issue: await loaders.issuesById.load(issueId), userErrors: [] };
    case 'not_found':
      return { issue: null, userErrors: [notFound(['issueId'], 'issue')] };
    case 'resolved_already':
      return {
        issue: null,
        userErrors: [
          userError(
            'IssueResolvedError',
            'ISSUE_RESOLVED',
            ['issueId'],
            `This issue is ${result.status} already.`,
          ),
        ],
      };
  }
};

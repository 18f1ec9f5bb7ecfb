import { notFound, parseInput } from '@nakku/graphql-kit';
import { enableUser } from '../../app/enableUser.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessUsers } from '../access.ts';
import { userIdInput } from '../inputs.ts';

export const userEnable: NonNullable<MutationResolvers['userEnable']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId: adminId } = accessUsers(caller);
  const input = parseInput(userIdInput, args);
  if (!input.ok) return { user: null, userErrors: input.errors };
  const result = await enableUser(deps, { adminId, userId: input.value.userId });
  return result.kind === 'done'
    ? { user: result.user, userErrors: [] }
    : { user: null, userErrors: [notFound(['userId'], 'user')] };
};

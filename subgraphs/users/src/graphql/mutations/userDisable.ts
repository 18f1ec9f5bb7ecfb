import { forbidden, notFound, parseInput } from '@nakku/graphql-kit';
import { disableUser } from '../../app/disableUser.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessUsers } from '../access.ts';
import { ownAccount } from '../errors.ts';
import { userIdInput } from '../inputs.ts';

export const userDisable: NonNullable<MutationResolvers['userDisable']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId: adminId } = accessUsers(caller);
  const input = parseInput(userIdInput, args);
  if (!input.ok) return { user: null, userErrors: input.errors };
  const result = await disableUser(deps, { adminId, userId: input.value.userId });
  switch (result.kind) {
    case 'done':
      return { user: result.user, userErrors: [] };
    case 'not_found':
      return { user: null, userErrors: [notFound(['userId'], 'user')] };
    case 'forbidden':
      throw forbidden('the role ADMIN');
    case 'own_account':
      return { user: null, userErrors: [ownAccount('You cannot disable your own account.')] };
  }
};

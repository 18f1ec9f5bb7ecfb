import { forbidden, notFound, parseInput } from '@nakku/graphql-kit';
import { eraseUser } from '../../app/eraseUser.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessUsers } from '../access.ts';
import { openOrders, ownAccount } from '../errors.ts';
import { userIdInput } from '../inputs.ts';

export const userErase: NonNullable<MutationResolvers['userErase']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId: adminId } = accessUsers(caller);
  const input = parseInput(userIdInput, args);
  if (!input.ok) return { erasedUserId: null, userErrors: input.errors };
  const result = await eraseUser(deps, { adminId, userId: input.value.userId });
  switch (result.kind) {
    case 'done':
      return { erasedUserId: result.userId, userErrors: [] };
    case 'not_found':
      return { erasedUserId: null, userErrors: [notFound(['userId'], 'user')] };
    case 'forbidden':
      throw forbidden('the role ADMIN');
    case 'own_account':
      return { erasedUserId: null, userErrors: [ownAccount('You cannot erase your own account.')] };
    case 'open_orders':
      return { erasedUserId: null, userErrors: [openOrders(['userId'], result.count)] };
  }
};

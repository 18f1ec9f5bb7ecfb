import { parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import { eraseAccount } from '../../app/eraseUser.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { invalidCredentials, loginRefused, openOrders, ownAccount } from '../errors.ts';
import { presentedPasswordInput } from '../inputs.ts';

const passwordInput = z.object({ password: presentedPasswordInput });

export const accountErase: NonNullable<MutationResolvers['accountErase']> = async (
  _parent,
  args,
  { deps, caller, clientIp },
) => {
  const { userId } = requireScope(caller, 'profile:write');
  const input = parseInput(passwordInput, args);
  if (!input.ok) return { erasedUserId: null, userErrors: input.errors };
  const result = await eraseAccount(deps, { userId, ...input.value, ip: clientIp });
  switch (result.kind) {
    case 'done':
      return { erasedUserId: result.userId, userErrors: [] };
    case 'invalid_credentials':
      return { erasedUserId: null, userErrors: [invalidCredentials(['password'])] };
    case 'own_account': {
      const message = 'An administrator’s account is erased by another administrator.';
      return { erasedUserId: null, userErrors: [ownAccount(message, [])] };
    }
    case 'open_orders':
      return { erasedUserId: null, userErrors: [openOrders([], result.count)] };
    default:
      return { erasedUserId: null, userErrors: [loginRefused(result)] };
  }
};

import { parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import { changePassword } from '../../app/changePassword.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { invalidCredentials, loginRefused } from '../errors.ts';
import { newPasswordInput, presentedPasswordInput } from '../inputs.ts';

const passwordInput = z.object({
  currentPassword: presentedPasswordInput,
  newPassword: newPasswordInput,
});

export const passwordChange: NonNullable<MutationResolvers['passwordChange']> = async (
  _parent,
  args,
  { deps, caller, clientIp },
) => {
  const { userId, sessionId } = requireScope(caller, 'profile:write');
  const input = parseInput(passwordInput, args.input, ['input']);
  if (!input.ok) return { user: null, userErrors: input.errors };
  const result = await changePassword(deps, { userId, sessionId, ...input.value, ip: clientIp });
  switch (result.kind) {
    case 'done':
      return { user: result.user, userErrors: [] };
    case 'invalid_credentials':
      return { user: null, userErrors: [invalidCredentials(['input', 'currentPassword'])] };
    default:
      return { user: null, userErrors: [loginRefused(result)] };
  }
};

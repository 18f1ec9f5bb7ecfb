import { parseInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { registerUser } from '../../app/registerUser.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { emailTaken, tooManyAttempts } from '../errors.ts';
import { emailInput, nameInput, newPasswordInput, phoneInput } from '../inputs.ts';

const registerInput = z.object({
  email: emailInput,
  password: newPasswordInput,
  name: nameInput,
  phone: phoneInput,
});

export const userRegister: NonNullable<MutationResolvers['userRegister']> = async (
  _parent,
  args,
  { deps, clientIp },
) => {
  const input = parseInput(registerInput, args.input, ['input']);
  if (!input.ok) return { user: null, tokens: null, userErrors: input.errors };
  const { phone = null, ...account } = input.value;
  const result = await registerUser(deps, { ...account, phone, ip: clientIp });
  switch (result.kind) {
    case 'done':
      return { user: result.user, tokens: result.tokens, userErrors: [] };
    case 'email_taken':
      return { user: null, tokens: null, userErrors: [emailTaken()] };
    case 'limited':
      return { user: null, tokens: null, userErrors: [tooManyAttempts(result)] };
  }
};

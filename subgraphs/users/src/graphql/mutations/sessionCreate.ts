import { parseInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { createSession } from '../../app/createSession.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { invalidCredentials, loginRefused } from '../errors.ts';
import { emailInput, presentedPasswordInput } from '../inputs.ts';

const credentialsInput = z.object({ email: emailInput, password: presentedPasswordInput });

export const sessionCreate: NonNullable<MutationResolvers['sessionCreate']> = async (
  _parent,
  args,
  { deps, clientIp },
) => {
  const input = parseInput(credentialsInput, args.input, ['input']);
  if (!input.ok) return { user: null, tokens: null, userErrors: input.errors };
  const result = await createSession(deps, { ...input.value, ip: clientIp });
  switch (result.kind) {
    case 'done':
      return { user: result.user, tokens: result.tokens, userErrors: [] };
    case 'invalid_credentials':
      return { user: null, tokens: null, userErrors: [invalidCredentials(['input'])] };
    default:
      return { user: null, tokens: null, userErrors: [loginRefused(result)] };
  }
};

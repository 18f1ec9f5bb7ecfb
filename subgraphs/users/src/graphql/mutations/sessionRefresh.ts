import { parseInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { refreshSession } from '../../app/refreshSession.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { invalidRefreshToken, tooManyAttempts } from '../errors.ts';

const refreshInput = z.object({
  refreshToken: z
    .string()
    .min(1, { error: 'must have 1–128 characters' })
    .max(128, { error: 'must have 1–128 characters' }),
});

export const sessionRefresh: NonNullable<MutationResolvers['sessionRefresh']> = async (
  _parent,
  args,
  { deps, clientIp },
) => {
  const input = parseInput(refreshInput, args);
  if (!input.ok) return { tokens: null, userErrors: input.errors };
  const result = await refreshSession(deps, { ...input.value, ip: clientIp });
  switch (result.kind) {
    case 'done':
      return { tokens: result.tokens, userErrors: [] };
    case 'invalid_token':
      return { tokens: null, userErrors: [invalidRefreshToken()] };
    case 'limited':
      return { tokens: null, userErrors: [tooManyAttempts(result)] };
  }
};

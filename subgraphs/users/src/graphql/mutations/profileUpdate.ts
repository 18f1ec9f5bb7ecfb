import { parseInput, requireScope, unauthenticated, versionConflict } from '@nakku/graphql-kit';
import { z } from 'zod';
import { updateProfile } from '../../app/updateProfile.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { nameInput, phoneInput } from '../inputs.ts';

const profileInput = z.object({
  name: nameInput.nullish(),
  phone: phoneInput,
  expectedVersion: z.number().int().nullish(),
});

export const profileUpdate: NonNullable<MutationResolvers['profileUpdate']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId } = requireScope(caller, 'profile:write');
  const input = parseInput(profileInput, args.input, ['input']);
  if (!input.ok) return { user: null, userErrors: input.errors };
  const { name, phone, expectedVersion = null } = input.value;
  const result = await updateProfile(deps, { userId, name: name ?? undefined, phone, expectedVersion });
  switch (result.kind) {
    case 'done':
      return { user: result.user, userErrors: [] };
    case 'version_conflict': {
      const path = ['input', 'expectedVersion'];
      return { user: null, userErrors: [versionConflict(path, result.currentVersion)] };
    }
    case 'account_gone':
      throw unauthenticated();
  }
};

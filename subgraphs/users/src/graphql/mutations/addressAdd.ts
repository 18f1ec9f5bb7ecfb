import { addressInput, parseInput, requireScope, unauthenticated } from '@nakku/graphql-kit';
import { z } from 'zod';
import { addAddress } from '../../app/addAddress.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { addressLimitReached } from '../errors.ts';
import { labelInput } from '../inputs.ts';

const addressAddInput = z.object({ label: labelInput, address: addressInput, isDefault: z.boolean() });

export const addressAdd: NonNullable<MutationResolvers['addressAdd']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId } = requireScope(caller, 'profile:write');
  const input = parseInput(addressAddInput, args.input, ['input']);
  if (!input.ok) return { address: null, userErrors: input.errors };
  const result = await addAddress(deps, { userId, ...input.value });
  switch (result.kind) {
    case 'done':
      return { address: result.address, userErrors: [] };
    case 'limit_reached':
      return { address: null, userErrors: [addressLimitReached(result.limit)] };
    case 'account_gone':
      throw unauthenticated();
  }
};

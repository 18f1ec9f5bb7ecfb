import {
  addressInput,
  idInput,
  notFound,
  parseInput,
  requireScope,
  unauthenticated,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import { updateAddress } from '../../app/updateAddress.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { labelInput } from '../inputs.ts';

const addressUpdateInput = z.object({
  addressId: idInput,
  input: z.object({ label: labelInput.nullish(), address: addressInput.nullish() }),
});

export const addressUpdate: NonNullable<MutationResolvers['addressUpdate']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId } = requireScope(caller, 'profile:write');
  const parsed = parseInput(addressUpdateInput, args);
  if (!parsed.ok) return { address: null, userErrors: parsed.errors };
  const { addressId, input } = parsed.value;
  const change = { label: input.label ?? undefined, address: input.address ?? undefined };
  const result = await updateAddress(deps, { userId, addressId, ...change });
  switch (result.kind) {
    case 'done':
      return { address: result.address, userErrors: [] };
    case 'not_found':
      return { address: null, userErrors: [notFound(['addressId'], 'address')] };
    case 'account_gone':
      throw unauthenticated();
  }
};

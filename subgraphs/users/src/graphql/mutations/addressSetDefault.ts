import { notFound, parseInput, requireScope, unauthenticated } from '@nakku/graphql-kit';
import { setDefaultAddress } from '../../app/setDefaultAddress.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { addressIdInput } from '../inputs.ts';

export const addressSetDefault: NonNullable<MutationResolvers['addressSetDefault']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId } = requireScope(caller, 'profile:write');
  const input = parseInput(addressIdInput, args);
  if (!input.ok) return { address: null, userErrors: input.errors };
  const result = await setDefaultAddress(deps, { userId, addressId: input.value.addressId });
  switch (result.kind) {
    case 'done':
      return { address: result.address, userErrors: [] };
    case 'not_found':
      return { address: null, userErrors: [notFound(['addressId'], 'address')] };
    case 'account_gone':
      throw unauthenticated();
  }
};

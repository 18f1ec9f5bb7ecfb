import { notFound, parseInput, requireScope, unauthenticated } from '@nakku/graphql-kit';
import { removeAddress } from '../../app/removeAddress.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { addressIdInput } from '../inputs.ts';

export const addressRemove: NonNullable<MutationResolvers['addressRemove']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId } = requireScope(caller, 'profile:write');
  const input = parseInput(addressIdInput, args);
  if (!input.ok) return { removedAddressId: null, userErrors: input.errors };
  const { addressId } = input.value;
  const { kind } = await removeAddress(deps, { userId, addressId });
  switch (kind) {
    case 'done':
      return { removedAddressId: addressId, userErrors: [] };
    case 'not_found':
      return { removedAddressId: null, userErrors: [notFound(['addressId'], 'address')] };
    case 'account_gone':
      throw unauthenticated();
  }
};

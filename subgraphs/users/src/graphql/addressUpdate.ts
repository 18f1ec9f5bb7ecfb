import { type NotFound, notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { UsersService } from '../service.ts';
import { updateAddress } from '../store/addresses.ts';
import { changeAddressBook } from './addressBook.ts';
import { addressUpdateInput } from './input.ts';

export function addressUpdate(service: UsersService): NonNullable<MutationResolvers['addressUpdate']> {
  return async (_, args, { caller }) => {
    const { userId } = requireScope(caller, 'profile:write');
    const parsed = parseInput(addressUpdateInput, args);
    if (!parsed.ok) return { address: null, userErrors: parsed.errors };
    const { addressId, input } = parsed.value;
    return changeAddressBook<NotFound>(service, userId, async (addresses, { db }) => {
      if (!addresses.some(({ id }) => id === addressId))
        return { refused: notFound(['addressId'], 'address') };
      await updateAddress(db, addressId, {
        label: input.label ?? undefined,
        address: input.address ?? undefined,
      });
      return { type: 'user.address.updated', addressId };
    });
  };
}

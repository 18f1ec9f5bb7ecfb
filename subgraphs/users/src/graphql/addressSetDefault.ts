import { type NotFound, notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { UsersService } from '../service.ts';
import { setDefaultAddress } from '../store/addresses.ts';
import { changeAddressBook } from './addressBook.ts';
import { addressIdInput } from './input.ts';

export function addressSetDefault(
  service: UsersService,
): NonNullable<MutationResolvers['addressSetDefault']> {
  return async (_, args, { caller }) => {
    const { userId } = requireScope(caller, 'profile:write');
    const input = parseInput(addressIdInput, args);
    if (!input.ok) return { address: null, userErrors: input.errors };
    const { addressId } = input.value;
    return changeAddressBook<NotFound>(service, userId, async (addresses, { db }) => {
      if (!addresses.some(({ id }) => id === addressId))
        return { refused: notFound(['addressId'], 'address') };
      await setDefaultAddress(db, userId, addressId);
      return { type: 'user.address.updated', addressId };
    });
  };
}

import { type NotFound, notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { UsersService } from '../service.ts';
import { removeAddress, setDefaultAddress } from '../store/addresses.ts';
import { changeAddressBook } from './addressBook.ts';
import { addressIdInput } from './input.ts';

export function addressRemove(service: UsersService): NonNullable<MutationResolvers['addressRemove']> {
  return async (_, args, { caller }) => {
    const { userId } = requireScope(caller, 'profile:write');
    const input = parseInput(addressIdInput, args);
    if (!input.ok) return { removedAddressId: null, userErrors: input.errors };
    const { addressId } = input.value;
    const { userErrors } = await changeAddressBook<NotFound>(
      service,
      userId,
      async (addresses, { db }, now) => {
        const removed = addresses.find(({ id }) => id === addressId);
        if (removed === undefined) return { refused: notFound(['addressId'], 'address') };
        await removeAddress(db, addressId, now);
        // Default first, then oldest first: the next in the list is the oldest that remains.
        const next = addresses.find(({ id }) => id !== addressId);
        if (removed.isDefault && next) await setDefaultAddress(db, userId, next.id);
        return { type: 'user.address.removed', addressId };
      },
    );
    return { removedAddressId: userErrors.length === 0 ? addressId : null, userErrors };
  };
}

import { parseInput, requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { UsersService } from '../service.ts';
import { insertAddress, setDefaultAddress } from '../store/addresses.ts';
import { changeAddressBook } from './addressBook.ts';
import { addressAddInput } from './input.ts';

export function addressAdd(service: UsersService): NonNullable<MutationResolvers['addressAdd']> {
  return async (_, args, { caller }) => {
    const { userId } = requireScope(caller, 'profile:write');
    const input = parseInput(addressAddInput, args.input, ['input']);
    if (!input.ok) return { address: null, userErrors: input.errors };
    const { label, address, isDefault } = input.value;
    return changeAddressBook<ReturnType<typeof limitReached>>(service, userId, async (addresses, tx, now) => {
      const limit = service.config.USERS_MAX_ADDRESSES;
      if (addresses.length >= limit) return { refused: limitReached(limit) };
      const id = service.newId();
      await insertAddress(tx.db, { id, userId, label, address, isDefault: false, now });
      if (isDefault || addresses.length === 0) await setDefaultAddress(tx.db, userId, id);
      return { type: 'user.address.added', addressId: id };
    });
  };
}

function limitReached(limit: number) {
  return {
    __typename: 'LimitReachedError' as const,
    message: `An account has at most ${limit} addresses.`,
    code: 'LIMIT_REACHED',
    path: ['input'],
    limit,
  };
}

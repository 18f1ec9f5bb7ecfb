import type { Address } from '@nakku/contracts';
import { saveAddress } from '../store/addresses.ts';
import { type AddressBookResult, type AddressNotFound, changeAddressBook } from './changeAddressBook.ts';
import type { Deps } from './deps.ts';

/** What is undefined stays as it is. */
export async function updateAddress(
  deps: Deps,
  command: {
    userId: string;
    addressId: string;
    label: string | undefined;
    address: Address | undefined;
  },
): Promise<AddressBookResult<AddressNotFound>> {
  const { userId, addressId, label, address } = command;
  return changeAddressBook<AddressNotFound>(deps, userId, async (tx, addresses) => {
    if (!addresses.some(({ id }) => id === addressId)) return { kind: 'not_found' };
    await saveAddress(tx.db, addressId, { label, address });
    return { kind: 'changed', type: 'user.address.updated', addressId };
  });
}

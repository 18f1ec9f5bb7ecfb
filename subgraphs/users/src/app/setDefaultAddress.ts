import { setDefault } from '../store/addresses.ts';
import { type AddressBookResult, type AddressNotFound, changeAddressBook } from './changeAddressBook.ts';
import type { Deps } from './deps.ts';

export async function setDefaultAddress(
  deps: Deps,
  { userId, addressId }: { userId: string; addressId: string },
): Promise<AddressBookResult<AddressNotFound>> {
  return changeAddressBook<AddressNotFound>(deps, userId, async (tx, addresses) => {
    if (!addresses.some(({ id }) => id === addressId)) return { kind: 'not_found' };
    await setDefault(tx.db, userId, addressId);
    return { kind: 'changed', type: 'user.address.updated', addressId };
  });
}

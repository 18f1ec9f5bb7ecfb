import { nextDefault } from '../domain/addressBook.ts';
import { deleteAddress, setDefault } from '../store/addresses.ts';
import { type AddressBookResult, type AddressNotFound, changeAddressBook } from './changeAddressBook.ts';
import type { Deps } from './deps.ts';

export async function removeAddress(
  deps: Deps,
  { userId, addressId }: { userId: string; addressId: string },
): Promise<AddressBookResult<AddressNotFound>> {
  return changeAddressBook<AddressNotFound>(deps, userId, async (tx, addresses, now) => {
    const removed = addresses.find(({ id }) => id === addressId);
    if (removed === undefined) return { kind: 'not_found' };
    await deleteAddress(tx.db, addressId, now);
    const next = nextDefault(addresses, removed);
    if (next !== null) await setDefault(tx.db, userId, next.id);
    return { kind: 'changed', type: 'user.address.removed', addressId };
  });
}

import type { Address } from '@nakku/contracts';
import { becomesDefault, hasRoom } from '../domain/addressBook.ts';
import { insertAddress, setDefault } from '../store/addresses.ts';
import { type AddressBookResult, changeAddressBook } from './changeAddressBook.ts';
import type { Deps } from './deps.ts';

type LimitReached = { readonly kind: 'limit_reached'; readonly limit: number };

export async function addAddress(
  deps: Deps,
  command: { userId: string; label: string; address: Address; isDefault: boolean },
): Promise<AddressBookResult<LimitReached>> {
  const { userId, label, address, isDefault } = command;
  return changeAddressBook<LimitReached>(deps, userId, async (tx, addresses, now) => {
    const limit = deps.config.USERS_MAX_ADDRESSES;
    if (!hasRoom(addresses, limit)) return { kind: 'limit_reached', limit };
    const id = deps.newId();
    await insertAddress(tx.db, { id, userId, label, address, isDefault: false, now });
    if (becomesDefault(addresses, isDefault)) await setDefault(tx.db, userId, id);
    return { kind: 'changed', type: 'user.address.added', addressId: id };
  });
}

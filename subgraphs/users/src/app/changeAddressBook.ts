import type { UserAddress } from '../domain/user.ts';
import { addressesOf } from '../store/addresses.ts';
import { lockUser } from '../store/users.ts';
import type { Deps, UsersTransaction } from './deps.ts';
import { saveUser } from './saveUser.ts';

type AddressFact = {
  readonly kind: 'changed';
  readonly type: 'user.address.added' | 'user.address.updated' | 'user.address.removed';
  readonly addressId: string;
};

/** `address` is null when it was removed; `account_gone`: the account was erased while its token still lives. */
export type AddressBookResult<Refused> =
  | { readonly kind: 'done'; readonly address: UserAddress | null }
  | { readonly kind: 'account_gone' }
  | Refused;

export type AddressNotFound = { readonly kind: 'not_found' };

/**
 * Changes a user's address book under the lock of the user's row, and publishes the user's new version. `change`
 * sees the addresses that there are, default first, then oldest first.
 */
export async function changeAddressBook<Refused extends { readonly kind: string }>(
  deps: Deps,
  userId: string,
  change: (
    tx: UsersTransaction,
    addresses: readonly UserAddress[],
    now: Date,
  ) => Promise<AddressFact | Refused>,
): Promise<AddressBookResult<Refused>> {
  const now = deps.now();
  return deps.platform.transaction(async (tx) => {
    if ((await lockUser(tx.db, userId)) === null) return { kind: 'account_gone' };
    const outcome = await change(tx, await addressesOf(tx.db, userId), now);
    if (!isChange(outcome)) return outcome;
    const { type, addressId } = outcome;
    await saveUser(tx, userId, {}, { type, addressId }, now);
    const addresses = await addressesOf(tx.db, userId);
    return { kind: 'done', address: addresses.find(({ id }) => id === addressId) ?? null };
  });
}

function isChange(outcome: { readonly kind: string }): outcome is AddressFact {
  return outcome.kind === 'changed';
}

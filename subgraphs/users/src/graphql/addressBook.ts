import { unauthenticated } from '@nakku/graphql-kit';
import type { UserAddress } from '../domain/user.ts';
import { publishUser } from '../events/published.ts';
import type { UsersService } from '../service.ts';
import { addressesOf } from '../store/addresses.ts';
import type { UsersTransaction } from '../store/database.ts';
import { lockUser, updateUser } from '../store/users.ts';

type AddressEvent = 'user.address.added' | 'user.address.updated' | 'user.address.removed';

/** What a change of the address book ends with: the address it is about, or why it was refused. */
type Outcome<Refused> =
  { readonly type: AddressEvent; readonly addressId: string } | { readonly refused: Refused };

/**
 * Changes a user's address book under the lock of the user's row, and publishes the user's new version. `change`
 * sees the addresses that there are.
 * @throws GraphQLError UNAUTHENTICATED if the account is gone.
 */
export async function changeAddressBook<Refused>(
  service: UsersService,
  userId: string,
  change: (addresses: readonly UserAddress[], tx: UsersTransaction, now: Date) => Promise<Outcome<Refused>>,
): Promise<{ readonly address: UserAddress | null; readonly userErrors: Refused[] }> {
  const now = service.now();
  return service.platform.transaction(async (tx) => {
    // The account was erased while its token still lives.
    if ((await lockUser(tx.db, userId)) === null) throw unauthenticated();
    const outcome = await change(await addressesOf(tx.db, userId), tx, now);
    if ('refused' in outcome) return { address: null, userErrors: [outcome.refused] };
    const { type, addressId } = outcome;
    const user = await updateUser(tx.db, userId, {}, now);
    await publishUser(tx, user, { type, addressId }, now);
    const addresses = await addressesOf(tx.db, userId);
    return { address: addresses.find(({ id }) => id === addressId) ?? null, userErrors: [] };
  });
}

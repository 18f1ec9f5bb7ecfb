import type { Address } from '@nakku/contracts';
import { publishUser } from '../events/publish.ts';
import { insertAddress, setDefault } from '../store/addresses.ts';
import { insertUser, type NewUser } from '../store/users.ts';
import type { Deps } from './deps.ts';
import { saveUser } from './saveUser.ts';

/** The default address of an account that is imported. */
export interface ImportedAddress {
  readonly id: string;
  readonly label: string;
  readonly address: Address;
}

/** Adds an account that exists elsewhere, with events like any other change. @returns false if it exists already */
export async function importAccount(
  { platform }: Pick<Deps, 'platform'>,
  account: NewUser,
  home: ImportedAddress | null,
  now: Date,
): Promise<boolean> {
  return platform.transaction(async (tx) => {
    const user = await insertUser(tx.db, account, now);
    if (user === null) return false;
    publishUser(tx, { user, addresses: [] }, { type: 'user.registered' }, now);
    if (home === null) return true;
    await insertAddress(tx.db, { ...home, userId: user.id, isDefault: false, now });
    await setDefault(tx.db, user.id, home.id);
    await saveUser(tx, user.id, {}, { type: 'user.address.added', addressId: home.id }, now);
    return true;
  });
}

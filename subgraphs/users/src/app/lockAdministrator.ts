import { findUser, lockAdmins } from '../store/users.ts';
import type { UsersTransaction } from './deps.ts';

/**
 * Lets one administrator at a time act on accounts, until the transaction ends, and tells whether this one still may: the
 * right may be lost since the token was signed. So two who take it from each other never both succeed, and one remains.
 */
export async function lockAdministrator(tx: UsersTransaction, adminId: string): Promise<boolean> {
  await lockAdmins(tx.db);
  const admin = await findUser(tx.db, adminId);
  return admin === null || (admin.status === 'ACTIVE' && admin.roles.includes('admin'));
}

import type { Transaction } from '@nakku/platform';
import type { Tx } from '../store/database.ts';
import { eraseRecipient } from '../store/recipients.ts';
import type { Deps } from './deps.ts';

/** Deletes what is kept of a user whose account was erased; nobody of that ID is notified again. */
export async function eraseUser(tx: Transaction<Tx>, deps: Deps, userId: string): Promise<void> {
  await eraseRecipient(tx.db, userId, deps.now());
}

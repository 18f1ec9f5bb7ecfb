import type { Transaction } from '@nakku/platform';
import { deleteContact, putContact } from '../store/contacts.ts';
import type { Contact } from '../store/contacts.ts';
import type { Tx } from '../store/database.ts';

/** Keeps where emails to a user go. The newest wins; the inbox drops what is older. */
export const followContact = (tx: Transaction<Tx>, contact: Contact): Promise<void> =>
  putContact(tx.db, contact);

/** Forgets where emails to a user went. */
export const forgetContact = (tx: Transaction<Tx>, userId: string): Promise<void> =>
  deleteContact(tx.db, userId);

import type { ConsumerHandlers } from '@nakku/messaging';
import { followContact, forgetContact } from '../../app/followContact.ts';
import type { Tx } from '../../store/database.ts';

/** Where emails go. */
export function userContactsHandlers(): ConsumerHandlers<Tx> {
  return {
    'user_contact.changed': ({ data }, tx) => followContact(tx, data),
    'user_contact.removed': ({ data }, tx) => forgetContact(tx, data.userId),
  };
}

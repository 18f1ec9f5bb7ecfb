import { z } from 'zod';
import { contractsOf } from './contract.ts';
import { id, instant } from './values.ts';

/**
 * How a user is reached: personal, so it has a topic of its own, which notifications alone may read (the topic `users` names
 * nobody). Compacted and keyed by the user; numbered by the user's version.
 */
export const userContacts = contractsOf('user-contacts', {
  'user_contact.changed': z.object({ userId: id, email: z.string(), name: z.string(), at: instant }),
  /** The account was erased: replaces what was published before. */
  'user_contact.removed': z.object({ userId: id, at: instant }),
});

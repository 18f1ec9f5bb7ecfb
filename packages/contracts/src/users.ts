import { z } from 'zod';
import { contractsOf } from './contract.ts';
import { address, id, instant } from './values.ts';

const userAddress = address.extend({ addressId: id, label: z.string(), isDefault: z.boolean() });

/**
 * State of a user, as far as others need it: the topic is compacted, so that a late reader can build its projection
 * from it.
 */
const user = z.object({
  userId: id,
  // No longer published: the topic user-contacts has what is needed of them.
  email: z.string().optional(),
  name: z.string().optional(),
  phone: z.string().nullable().optional(),
  status: z.enum(['ACTIVE', 'DISABLED', 'DELETED']),
  roles: z.array(z.enum(['customer', 'courier', 'store_operator', 'admin'])),
  storeIds: z.array(id),
  roleVersion: z.number().int().positive(),
  addresses: z.array(userAddress),
});

const state = z.object({ user, at: instant });
const ofAddress = state.extend({ addressId: id });

export const users = contractsOf('users', {
  'user.registered': state,
  'user.login': state.extend({ sessionId: id }),
  'user.updated': state,
  'user.address.added': ofAddress,
  'user.address.updated': ofAddress,
  'user.address.removed': ofAddress,
  'user.roles_changed': state.extend({ changedBy: id }),
  /** `sessionIds` ended for `reason`; tokens of these sessions are void from now on. */
  'user.session_revoked': state.extend({
    sessionIds: z.array(id),
    reason: z.enum(['LOGOUT', 'LOGOUT_ALL', 'DISABLED', 'TOKEN_REUSED', 'PASSWORD_CHANGED']),
  }),
  'user.deleted': state,
});

export type UserState = z.infer<typeof user>;

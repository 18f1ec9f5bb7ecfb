import { scopesOf } from '@nakku/identity';
import type { AnonymousCaller, Role, UserCaller } from '@nakku/identity';
import { v7 as uuidv7 } from 'uuid';

/** A signed-in user with the scopes of `roles`; everything can be said otherwise. */
export function user(roles: readonly Role[], over: Partial<UserCaller> = {}): UserCaller {
  return {
    kind: 'user',
    userId: uuidv7(),
    sessionId: uuidv7(),
    roleVersion: 1,
    roles,
    scopes: scopesOf(roles),
    storeIds: [],
    ...over,
  };
}

/** A signed-in customer. `over` replaces single properties, as for the callers below. */
export function customer(over: Partial<UserCaller> = {}): UserCaller {
  return user(['customer'], over);
}

/** A signed-in courier. */
export function courier(over: Partial<UserCaller> = {}): UserCaller {
  return user(['courier'], over);
}

/** Staff of these stores. */
export function operator(storeIds: readonly string[], over: Partial<UserCaller> = {}): UserCaller {
  return user(['store_operator'], { storeIds, ...over });
}

/** An administrator, who has every scope and no store. */
export function admin(over: Partial<UserCaller> = {}): UserCaller {
  return user(['admin'], over);
}

/** A guest; with `cartTokenHash` one who knows the secret of a cart. */
export function anonymous(cartTokenHash?: string): AnonymousCaller {
  return cartTokenHash === undefined ? { kind: 'anonymous' } : { kind: 'anonymous', cartTokenHash };
}

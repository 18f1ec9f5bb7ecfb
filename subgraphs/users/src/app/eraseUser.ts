import type { User } from '../domain/user.ts';
import { deleteAddresses } from '../store/addresses.ts';
import { deleteSignInsOf } from '../store/auditEntries.ts';
import { countOpenOrders } from '../store/openOrders.ts';
import { addRevocations, type KeptRevocation } from '../store/revocations.ts';
import { deleteSessionsOf } from '../store/sessions.ts';
import { eraseUserRow, findUser, lockUser, passwordHashOf } from '../store/users.ts';
import { publishUser } from '../events/publish.ts';
import { auditRights } from './audit.ts';
import type { Deps, UsersTransaction } from './deps.ts';
import { lockAdministrator } from './lockAdministrator.ts';
import type { LoginCounted } from './ports.ts';
import { endSessions, revocationEnd } from './sessions.ts';

type Refusal =
  | { readonly kind: 'not_found' }
  /** Administrators do not erase themselves: another one does, so that one always remains. */
  | { readonly kind: 'own_account' }
  | { readonly kind: 'open_orders'; readonly count: number }
  /** The caller is no administrator any more. */
  | { readonly kind: 'forbidden' };

export type EraseUserResult = { readonly kind: 'done'; readonly userId: string } | Refusal;

export type EraseAccountResult =
  | Exclude<EraseUserResult, { kind: 'not_found' | 'forbidden' }>
  | { readonly kind: 'invalid_credentials' }
  | Exclude<LoginCounted, { kind: 'allowed' }>;

/** An administrator erases another user's account. */
export async function eraseUser(
  deps: Deps,
  { adminId, userId }: { readonly adminId: string; readonly userId: string },
): Promise<EraseUserResult> {
  if (userId === adminId) return { kind: 'own_account' };
  return erase(deps, { actorId: adminId, userId });
}

/** A user erases the own account; the password is asked for again, and counts as an attempt to sign in. */
export async function eraseAccount(
  deps: Deps,
  { userId, password, ip }: { readonly userId: string; readonly password: string; readonly ip: string },
): Promise<EraseAccountResult> {
  const user = await findUser(deps.db, userId);
  const account = user?.email ?? userId;
  const counted = await deps.attempts.login({ account, ip });
  if (counted.kind !== 'allowed') return counted;
  const stored = await passwordHashOf(deps.db, userId);
  if (!(await deps.passwords.matches(password, stored))) return { kind: 'invalid_credentials' };
  await deps.attempts.succeeded({ account, ip });
  if (user?.roles.includes('admin')) return { kind: 'own_account' };
  const result = await erase(deps, { actorId: userId, userId });
  return result.kind === 'not_found' || result.kind === 'forbidden'
    ? { kind: 'invalid_credentials' }
    : result;
}

/**
 * Erases what is personal of an account, for good: name, addresses, sessions, sign-ins. Its row stays, because orders
 * and audit entries name it. `user.deleted` tells the other contexts, which erase theirs.
 */
async function erase(
  deps: Deps,
  { actorId, userId }: { readonly actorId: string; readonly userId: string },
): Promise<EraseUserResult> {
  const now = deps.now();
  const erased = await deps.platform.transaction(async (tx): Promise<Refusal | Erased> => {
    if (actorId !== userId && !(await lockAdministrator(tx, actorId))) return { kind: 'forbidden' };
    const before = await lockUser(tx.db, userId);
    if (before === null) return { kind: 'not_found' };
    // An administrator may have been made of the user since the caller was looked at.
    if (before.id === actorId && before.roles.includes('admin')) return { kind: 'own_account' };
    const count = await countOpenOrders(tx.db, userId);
    if (count > 0) return { kind: 'open_orders', count };
    return { kind: 'erased', revocations: await write(tx, deps, before, actorId, now) };
  });
  if (erased.kind !== 'erased') return erased;
  await deps.revocations.announce(erased.revocations);
  return { kind: 'done', userId };
}

interface Erased {
  readonly kind: 'erased';
  readonly revocations: readonly KeptRevocation[];
}

async function write(
  tx: UsersTransaction,
  deps: Deps,
  before: User,
  actorId: string,
  now: Date,
): Promise<readonly KeptRevocation[]> {
  // First, so that no event from here on carries an address.
  await deleteAddresses(tx.db, before.id);
  const ended = await endSessions(tx, deps, before, {}, 'DISABLED', now);
  await deleteSessionsOf(tx.db, before.id);
  await deleteSignInsOf(tx.db, before.id);
  const user = await eraseUserRow(tx.db, before.id, now);
  publishUser(tx, { user, addresses: [] }, { type: 'user.deleted' }, now);
  const all = { member: `rv:${user.id}:${user.roleVersion}`, endsAt: revocationEnd(deps, now) };
  await addRevocations(tx.db, [all], now);
  await auditRights(tx.db, deps, { action: 'USER_ERASED', actorId }, before, user, now);
  return [all, ...ended.revocations];
}

import { accountOf } from '../domain/email.ts';
import type { User } from '../domain/user.ts';
import { publishUser } from '../events/publish.ts';
import { insertUser } from '../store/users.ts';
import type { Deps } from './deps.ts';
import type { Counted } from './ports.ts';
import { issueTokens, type IssuedTokens, openSession } from './sessions.ts';

export type RegisterUserResult =
  | { readonly kind: 'done'; readonly user: User; readonly tokens: IssuedTokens }
  | { readonly kind: 'email_taken' }
  | Exclude<Counted, { kind: 'allowed' }>;

/** Creates a customer's account with its first session. */
export async function registerUser(
  deps: Deps,
  command: { email: string; password: string; name: string; phone: string | null; ip: string },
): Promise<RegisterUserResult> {
  const { email, password, name, phone, ip } = command;
  const account = accountOf(email);
  const counted = await deps.attempts.register({ account, ip });
  if (counted.kind !== 'allowed') return counted;

  const passwordHash = await deps.passwords.hash(password);
  const now = deps.now();
  const registered = await deps.platform.transaction(async (tx) => {
    const added = { id: deps.newId(), email: account, name, phone, passwordHash };
    const user = await insertUser(tx.db, { ...added, roles: ['customer'], storeIds: [] }, now);
    if (user === null) return null;
    publishUser(tx, { user, addresses: [] }, { type: 'user.registered' }, now);
    return { user, session: await openSession(tx, deps, user, now) };
  });
  if (registered === null) return { kind: 'email_taken' };
  await deps.attempts.succeeded({ account, ip });
  const { user, session } = registered;
  return { kind: 'done', user, tokens: await issueTokens(deps, user, session, now) };
}

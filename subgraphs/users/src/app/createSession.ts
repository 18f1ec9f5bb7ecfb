import { accountOf } from '../domain/email.ts';
import type { User } from '../domain/user.ts';
import { findByEmail, lockUser } from '../store/users.ts';
import { auditSignIn } from './audit.ts';
import type { Deps } from './deps.ts';
import type { LoginCounted } from './ports.ts';
import { saveUser } from './saveUser.ts';
import { issueTokens, type IssuedTokens, openSession } from './sessions.ts';

export type CreateSessionResult =
  | { readonly kind: 'done'; readonly user: User; readonly tokens: IssuedTokens }
  | { readonly kind: 'invalid_credentials' }
  | Exclude<LoginCounted, { kind: 'allowed' }>;

/** Logs in. An unknown account, a wrong password and a disabled account give the same result. */
export async function createSession(
  deps: Deps,
  { email, password, ip }: { email: string; password: string; ip: string },
): Promise<CreateSessionResult> {
  const account = accountOf(email);
  const counted = await deps.attempts.login({ account, ip });
  if (counted.kind !== 'allowed') return counted;

  const found = await findByEmail(deps.db, account);
  // Hashes also when there is no account, so that the response takes as long.
  const matches = await deps.passwords.matches(password, found?.passwordHash ?? null);
  if (found === null || !matches || found.user.status !== 'ACTIVE') {
    const outcome = matches ? 'DISABLED' : 'REFUSED';
    await auditSignIn(deps.db, deps, outcome, found?.user.id ?? null, ip, deps.now());
    return { kind: 'invalid_credentials' };
  }
  await deps.attempts.succeeded({ account, ip });
  const rehashed = deps.passwords.isOutdated(found.passwordHash)
    ? await deps.passwords.hash(password)
    : undefined;
  return logIn(deps, found.user.id, rehashed, ip);
}

async function logIn(
  deps: Deps,
  userId: string,
  passwordHash: string | undefined,
  ip: string,
): Promise<CreateSessionResult> {
  const now = deps.now();
  const opened = await deps.platform.transaction(async (tx) => {
    const locked = await lockUser(tx.db, userId);
    // Disabled between the check and the lock.
    if (locked?.status !== 'ACTIVE') return null;
    const session = await openSession(tx, deps, locked, now);
    await auditSignIn(tx.db, deps, 'SUCCEEDED', userId, ip, now);
    const fact = { type: 'user.login', sessionId: session.id } as const;
    return { user: await saveUser(tx, userId, { passwordHash }, fact, now), session };
  });
  if (opened === null) return { kind: 'invalid_credentials' };
  const { user, session } = opened;
  return { kind: 'done', user, tokens: await issueTokens(deps, user, session, now) };
}

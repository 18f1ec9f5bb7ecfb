import { parseInput } from '@nakku/graphql-kit';
import type { User } from '../domain/user.ts';
import { publishUser } from '../events/published.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { UsersService } from '../service.ts';
import { openSession, tokensOf } from '../sessions.ts';
import { auditSignIn, findByEmail, lockUser, updateUser } from '../store/users.ts';
import { invalidCredentials, loginError } from './errors.ts';
import { credentialsInput } from './input.ts';

export function sessionCreate(service: UsersService): NonNullable<MutationResolvers['sessionCreate']> {
  return async (_, args, { clientIp }) => {
    const input = parseInput(credentialsInput, args.input, ['input']);
    if (!input.ok) return { user: null, tokens: null, userErrors: input.errors };
    const account = input.value.email.toLowerCase();
    const refusal = loginError(await service.limits.login({ account, ip: clientIp }));
    if (refusal) return { user: null, tokens: null, userErrors: [refusal] };

    const found = await findByEmail(service.db, account);
    // Hashes also when there is no account, so that the answer takes as long.
    const fits = await service.passwords.fits(input.value.password, found?.passwordHash ?? null);
    if (found === null || !fits || found.user.status !== 'ACTIVE') {
      await auditSignIn(service.db, {
        id: service.newId(),
        userId: found?.user.id ?? null,
        outcome: fits ? 'DISABLED' : 'REFUSED',
        ip: clientIp,
        at: service.now(),
      });
      return { user: null, tokens: null, userErrors: [invalidCredentials(['input'])] };
    }
    await service.limits.forget(account);
    const rehashed = service.passwords.isOutdated(found.passwordHash)
      ? await service.passwords.hash(input.value.password)
      : null;
    return logIn(service, found.user, rehashed, clientIp);
  };
}

async function logIn(service: UsersService, found: User, passwordHash: string | null, ip: string) {
  const now = service.now();
  const opened = await service.platform.transaction(async (tx) => {
    const locked = await lockUser(tx.db, found.id);
    // Disabled between the check and the lock.
    if (locked?.status !== 'ACTIVE') return null;
    const user = await updateUser(tx.db, found.id, passwordHash === null ? {} : { passwordHash }, now);
    const session = await openSession(service, tx, user, null, now);
    await auditSignIn(tx.db, { id: service.newId(), userId: user.id, outcome: 'SUCCEEDED', ip, at: now });
    await publishUser(tx, user, { type: 'user.login', sessionId: session.id }, now);
    return { user, session };
  });
  if (opened === null) return { user: null, tokens: null, userErrors: [invalidCredentials(['input'])] };
  const { user, session } = opened;
  return { user, tokens: await tokensOf(service, user, session, session.refreshToken, now), userErrors: [] };
}

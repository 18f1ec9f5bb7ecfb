import { parseInput, requireScope } from '@nakku/graphql-kit';
import { publishUser } from '../events/published.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { UsersService } from '../service.ts';
import { endSessions } from '../sessions.ts';
import { findUser, lockUser, passwordHashOf, updateUser } from '../store/users.ts';
import { invalidCredentials, loginError } from './errors.ts';
import { passwordInput } from './input.ts';

export function passwordChange(service: UsersService): NonNullable<MutationResolvers['passwordChange']> {
  return async (_, args, { caller, clientIp }) => {
    const { userId, sessionId } = requireScope(caller, 'profile:write');
    const input = parseInput(passwordInput, args.input, ['input']);
    if (!input.ok) return { user: null, userErrors: input.errors };
    const known = await findUser(service.db, userId);
    // Counts as an attempt to log in: a stolen access token must not be a way to guess the password.
    const account = known?.email ?? userId;
    const refusal = loginError(await service.limits.login({ account, ip: clientIp }));
    if (refusal) return { user: null, userErrors: [refusal] };
    const kept = await passwordHashOf(service.db, userId);
    if (!(await service.passwords.fits(input.value.currentPassword, kept))) {
      return { user: null, userErrors: [invalidCredentials(['input', 'currentPassword'])] };
    }
    await service.limits.forget(account);
    const passwordHash = await service.passwords.hash(input.value.newPassword);
    const now = service.now();
    const ended = await service.platform.transaction(async (tx) => {
      if ((await lockUser(tx.db, userId)) === null) return null;
      const user = await updateUser(tx.db, userId, { passwordHash }, now);
      await publishUser(tx, user, { type: 'user.updated' }, now);
      return endSessions(service, tx, user, { except: sessionId }, 'PASSWORD_CHANGED', now);
    });
    if (ended === null) return { user: null, userErrors: [invalidCredentials(['input', 'currentPassword'])] };
    await service.revocations.announce(ended.revocations);
    return { user: ended.user, userErrors: [] };
  };
}

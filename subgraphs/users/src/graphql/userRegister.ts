import { parseInput } from '@nakku/graphql-kit';
import { publishUser } from '../events/published.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { UsersService } from '../service.ts';
import { openSession, tokensOf } from '../sessions.ts';
import { insertUser } from '../store/users.ts';
import { attemptError } from './errors.ts';
import { registerInput } from './input.ts';

export function userRegister(service: UsersService): NonNullable<MutationResolvers['userRegister']> {
  return async (_, args, { clientIp }) => {
    const input = parseInput(registerInput, args.input, ['input']);
    if (!input.ok) return { user: null, tokens: null, userErrors: input.errors };
    const account = input.value.email.toLowerCase();
    const refusal = attemptError(await service.limits.register({ account, ip: clientIp }));
    if (refusal) return { user: null, tokens: null, userErrors: [refusal] };

    const { email, name, phone, password } = input.value;
    const passwordHash = await service.passwords.hash(password);
    const now = service.now();
    const registered = await service.platform.transaction(async (tx) => {
      const added = { id: service.newId(), email, name, phone: phone ?? null, passwordHash };
      const user = await insertUser(tx.db, { ...added, roles: ['customer'], storeIds: [] }, now);
      if (user === null) return null;
      await publishUser(tx, user, { type: 'user.registered' }, now);
      return { user, session: await openSession(service, tx, user, null, now) };
    });
    if (registered === null) return { user: null, tokens: null, userErrors: [emailTaken()] };
    const { user, session } = registered;
    return {
      user,
      tokens: await tokensOf(service, user, session, session.refreshToken, now),
      userErrors: [],
    };
  };
}

function emailTaken() {
  return {
    __typename: 'EmailTakenError' as const,
    message: 'An account with this e-mail address exists.',
    code: 'EMAIL_TAKEN',
    path: ['input', 'email'],
  };
}

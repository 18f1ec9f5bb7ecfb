import { notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { publishUser } from '../events/published.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { UsersService } from '../service.ts';
import { endSessions, revocationEnd } from '../sessions.ts';
import { addRevocations } from '../store/revocations.ts';
import { auditRoleChange, lockUser, updateUser } from '../store/users.ts';
import { ownAccount } from './errors.ts';
import { userIdInput } from './input.ts';

export function userDisable(service: UsersService): NonNullable<MutationResolvers['userDisable']> {
  return async (_, args, { caller }) => {
    const admin = requireScope(caller, 'users:admin');
    const input = parseInput(userIdInput, args);
    if (!input.ok) return { user: null, userErrors: input.errors };
    const { userId } = input.value;
    if (userId === admin.userId) return { user: null, userErrors: [ownAccount()] };
    const now = service.now();
    const disabled = await service.platform.transaction(async (tx) => {
      const before = await lockUser(tx.db, userId);
      if (before === null) return null;
      if (before.status === 'DISABLED') return { user: before, revocations: [] };
      const user = await updateUser(tx.db, userId, { status: 'DISABLED' }, now);
      const all = { member: `user:${userId}`, endsAt: revocationEnd(service, now) };
      await addRevocations(tx.db, [all], now);
      await auditRoleChange(tx.db, {
        id: service.newId(),
        changedBy: admin.userId,
        before,
        after: user,
        at: now,
      });
      await publishUser(tx, user, { type: 'user.updated' }, now);
      const ended = await endSessions(service, tx, user, {}, 'DISABLED', now);
      return { user: ended.user, revocations: [all, ...ended.revocations] };
    });
    if (disabled === null) return { user: null, userErrors: [notFound(['userId'], 'user')] };
    await service.revocations.announce(disabled.revocations);
    return { user: disabled.user, userErrors: [] };
  };
}

import { notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { publishUser } from '../events/published.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { UsersService } from '../service.ts';
import { revocationEnd } from '../sessions.ts';
import { addRevocations } from '../store/revocations.ts';
import { auditRoleChange, lockUser, updateUser } from '../store/users.ts';
import { ownAccount } from './errors.ts';
import { rolesInput } from './input.ts';

export function userRolesSet(service: UsersService): NonNullable<MutationResolvers['userRolesSet']> {
  return async (_, args, { caller }) => {
    const admin = requireScope(caller, 'users:admin');
    const input = parseInput(rolesInput, args);
    if (!input.ok) return { user: null, userErrors: input.errors };
    const { userId, roles, storeIds } = input.value;
    if (userId === admin.userId) return { user: null, userErrors: [ownAccount()] };
    const now = service.now();
    const changed = await service.platform.transaction(async (tx) => {
      const before = await lockUser(tx.db, userId);
      if (before === null) return null;
      const user = await updateUser(tx.db, userId, { roles, storeIds, newRoleVersion: true }, now);
      const revocation = { member: `rv:${userId}:${user.roleVersion}`, endsAt: revocationEnd(service, now) };
      await addRevocations(tx.db, [revocation], now);
      await auditRoleChange(tx.db, {
        id: service.newId(),
        changedBy: admin.userId,
        before,
        after: user,
        at: now,
      });
      await publishUser(tx, user, { type: 'user.roles_changed', changedBy: admin.userId }, now);
      return { user, revocation };
    });
    if (changed === null) return { user: null, userErrors: [notFound(['userId'], 'user')] };
    await service.revocations.announce([changed.revocation]);
    return { user: changed.user, userErrors: [] };
  };
}

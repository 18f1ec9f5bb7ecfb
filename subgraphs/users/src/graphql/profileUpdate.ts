import { parseInput, requireScope, unauthenticated, versionConflict } from '@nakku/graphql-kit';
import { publishUser } from '../events/published.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import type { UsersService } from '../service.ts';
import { lockUser, updateUser, type UserChange } from '../store/users.ts';
import { profileInput } from './input.ts';

export function profileUpdate(service: UsersService): NonNullable<MutationResolvers['profileUpdate']> {
  return async (_, args, { caller }) => {
    const { userId } = requireScope(caller, 'profile:write');
    const input = parseInput(profileInput, args.input, ['input']);
    if (!input.ok) return { user: null, userErrors: input.errors };
    const { name, phone, expectedVersion } = input.value;
    const change: UserChange = {
      ...(name == null ? {} : { name }),
      ...(phone === undefined ? {} : { phone }),
    };
    const now = service.now();
    return service.platform.transaction(async (tx) => {
      const locked = await lockUser(tx.db, userId);
      if (locked === null) throw unauthenticated();
      if (expectedVersion != null && expectedVersion !== locked.version) {
        return { user: null, userErrors: [versionConflict(['input', 'expectedVersion'], locked.version)] };
      }
      const user = await updateUser(tx.db, userId, change, now);
      await publishUser(tx, user, { type: 'user.updated' }, now);
      return { user, userErrors: [] };
    });
  };
}

import { connection, pageOf, requireScope } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { QueryResolvers } from '../generated/graphql.ts';
import type { UsersService } from '../service.ts';
import { pageOfUsers } from '../store/users.ts';

const key = z.tuple([z.iso.datetime(), z.uuid()]);
const SEARCH = { min: 2, max: 100 };

export function queries(service: UsersService): QueryResolvers {
  return {
    me: (_, _args, { caller, users }) => (caller.kind === 'user' ? users.load(caller.userId) : null),
    users: async (_, args, { caller }) => {
      requireScope(caller, 'users:admin');
      const page = pageOf(args, key);
      const search = args.search?.trim() ?? null;
      if (search !== null && (search.length < SEARCH.min || search.length > SEARCH.max)) {
        throw new GraphQLError(`\`search\` must have ${SEARCH.min}–${SEARCH.max} characters.`, {
          extensions: { code: 'BAD_USER_INPUT' },
        });
      }
      const rows = await pageOfUsers(service.db, page, search);
      return connection(rows, page, (user): [string, string] => [user.createdAt.toISOString(), user.id]);
    },
  };
}

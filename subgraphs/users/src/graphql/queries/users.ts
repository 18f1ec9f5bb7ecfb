import { connection, pageOf, requireScope } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { pageOfUsers } from '../../store/users.ts';

const key = z.tuple([z.iso.datetime(), z.uuid()]);
const SEARCH = { min: 2, max: 100 };

export const users: NonNullable<QueryResolvers['users']> = async (_parent, args, { caller, deps }) => {
  requireScope(caller, 'users:admin');
  const page = pageOf(args, key);
  const search = args.search?.trim() ?? null;
  if (search !== null && (search.length < SEARCH.min || search.length > SEARCH.max)) {
    throw new GraphQLError(`\`search\` must have ${SEARCH.min}–${SEARCH.max} characters.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  const rows = await pageOfUsers(deps.db, page, search);
  return connection(rows, page, (user): [string, string] => [user.createdAt.toISOString(), user.id]);
};

import { connection, pageOf, textInput } from '@nakku/graphql-kit';
import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { listUsers, type UserFilter } from '../../store/users.ts';
import { accessUsers } from '../access.ts';
import { ROLES_BY_NAME } from '../roles.ts';

const SEARCH = { min: 2, max: 100 };
const searchInput = textInput(SEARCH.min, SEARCH.max).nullish();

export const users: NonNullable<QueryResolvers['users']> = async (_parent, args, { caller, deps }) => {
  accessUsers(caller);
  const search = searchInput.safeParse(args.search);
  if (!search.success) {
    throw new GraphQLError(`\`search\` ${search.error.issues[0]?.message}.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  const filter = { search: search.data ?? null, role: args.role == null ? null : ROLES_BY_NAME[args.role] };
  const list = listTag(filter);
  const page = pageOf(args, z.tuple([z.literal(list), z.iso.datetime(), z.uuid()]));
  const [, at, id] = page.cursor ?? [list, null, null];
  const cursor = at === null ? null : ([at, id] as const);
  const rows = await listUsers(deps.db, { ...page, cursor }, filter);
  return connection(rows, page, (user): [string, string, string] => [
    list,
    user.createdAt.toISOString(),
    user.id,
  ]);
};

/** Tells lists apart, so that a cursor of another one is refused. */
function listTag(filter: UserFilter): string {
  return createHash('sha256').update(JSON.stringify(filter)).digest('base64url').slice(0, 8);
}

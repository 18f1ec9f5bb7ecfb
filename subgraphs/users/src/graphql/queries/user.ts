import { idInput } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import { accountOf } from '../../domain/email.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { findByEmail } from '../../store/users.ts';
import { accessUsers } from '../access.ts';

export const user: NonNullable<QueryResolvers['user']> = async (
  _parent,
  { by: { id, email } },
  { deps, loaders, caller },
) => {
  accessUsers(caller);
  // Composition does not know @oneOf yet, so it is enforced here.
  if ((id == null) === (email == null)) {
    throw new GraphQLError('Exactly one field of `by` must be given.', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  if (email != null) return (await findByEmail(deps.db, accountOf(email)))?.user ?? null;
  const parsed = idInput.safeParse(id);
  return parsed.success ? loaders.user.load(parsed.data) : null;
};

import { forbidden, idInput, notFound, parseInput } from '@nakku/graphql-kit';
import { roleSchema } from '@nakku/identity';
import { z } from 'zod';
import { setUserRoles } from '../../app/setUserRoles.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessUsers } from '../access.ts';
import { ownAccount } from '../errors.ts';

const MAX_STORES = 50;

const rolesInput = z
  .object({
    userId: idInput,
    roles: z
      .array(z.string().toLowerCase().pipe(roleSchema))
      .min(1, { error: 'must name at least one role' })
      .transform((roles) => [...new Set(roles)]),
    storeIds: z
      .array(idInput)
      .max(MAX_STORES, { error: `must name at most ${MAX_STORES} stores` })
      .transform((ids) => [...new Set(ids)]),
  })
  .refine((input) => input.storeIds.length === 0 || input.roles.includes('store_operator'), {
    error: 'must be empty without the role STORE_OPERATOR',
    path: ['storeIds'],
  });

export const userRolesSet: NonNullable<MutationResolvers['userRolesSet']> = async (
  _parent,
  args,
  { deps, caller },
) => {
  const { userId: adminId } = accessUsers(caller);
  const input = parseInput(rolesInput, args);
  if (!input.ok) return { user: null, userErrors: input.errors };
  const result = await setUserRoles(deps, { adminId, ...input.value });
  switch (result.kind) {
    case 'done':
      return { user: result.user, userErrors: [] };
    case 'not_found':
      return { user: null, userErrors: [notFound(['userId'], 'user')] };
    case 'forbidden':
      throw forbidden('the role ADMIN');
    case 'own_account':
      return { user: null, userErrors: [ownAccount('You cannot change your own roles.')] };
  }
};

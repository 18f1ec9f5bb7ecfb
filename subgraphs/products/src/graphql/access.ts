import { requireScope } from '@nakku/graphql-kit';
import type { Caller, UserCaller } from '@nakku/identity';

/**
 * Whoever may change the catalogue and see what is archived.
 * @throws GraphQLError UNAUTHENTICATED or FORBIDDEN for everybody else
 */
export function accessCatalogue(caller: Caller): UserCaller {
  return requireScope(caller, 'catalog:write');
}

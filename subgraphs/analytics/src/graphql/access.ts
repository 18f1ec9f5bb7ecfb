import { operatesStore, requireScope } from '@nakku/graphql-kit';
import type { Caller } from '@nakku/identity';
import { knownId } from './inputs.ts';

/**
 * The ID of a store whose measures the caller may see: its operators and admins. Null for a foreign store, as for a missing one.
 * @throws GraphQLError UNAUTHENTICATED, FORBIDDEN without the scope
 */
export function accessStore(caller: Caller, text: string): string | null {
  const user = requireScope(caller, 'store-orders:read');
  const storeId = knownId(text);
  return storeId !== null && operatesStore(user, storeId) ? storeId : null;
}

import { operatesStore, requireScope } from '@nakku/graphql-kit';
import type { Caller } from '@nakku/identity';
import type { Zone } from '../domain/zone.ts';

/**
 * Who may change any zone: admins.
 * @throws GraphQLError UNAUTHENTICATED, FORBIDDEN without the scope
 */
export function accessAllZones(caller: Caller): (zone: Zone) => boolean {
  requireScope(caller, 'stores:write');
  return () => true;
}

/**
 * Which zones the caller runs: those of their stores, for admins all.
 * @throws GraphQLError UNAUTHENTICATED, FORBIDDEN without the scope
 */
export function accessOwnZones(caller: Caller): (zone: Zone) => boolean {
  const user = requireScope(caller, 'stock:write');
  return ({ storeId }) => operatesStore(user, storeId);
}

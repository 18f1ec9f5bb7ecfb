import { requireScope } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { loadCartsOf } from '../../store/carts.ts';

export const myCarts: NonNullable<QueryResolvers['myCarts']> = (_parent, _args, { caller, deps }) =>
  loadCartsOf(deps.db, requireScope(caller, 'cart:write').userId);

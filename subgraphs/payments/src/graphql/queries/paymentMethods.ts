import { requireScope } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { methodsOf } from '../../store/paymentMethods.ts';

export const paymentMethods: NonNullable<QueryResolvers['paymentMethods']> = async (
  _,
  _args,
  { caller, deps },
) => methodsOf(deps.db, requireScope(caller, 'payments:write').userId);

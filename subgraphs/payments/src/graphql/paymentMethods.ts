import { requireScope } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../generated/graphql.ts';
import type { PaymentsService } from '../service.ts';
import { methodsOf } from '../store/methods.ts';

export function paymentMethods({ db }: PaymentsService): NonNullable<QueryResolvers['paymentMethods']> {
  return async (_, _args, { caller }) => methodsOf(db, requireScope(caller, 'payments:write').userId);
}

import { connection, idInput, isAdmin, operatesStore, pageOf, requireScope } from '@nakku/graphql-kit';
import type { UserCaller } from '@nakku/identity';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { Payment } from '../../domain/payment.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { searchPayments } from '../../store/payments.ts';
import type { PaymentCursor, PaymentSearch } from '../../store/payments.ts';

const MAX_STATUSES = 10;
const cursorSchema = z.tuple([z.literal('payments'), z.uuid()]);
const cursorOf = ({ id }: Payment): PaymentCursor => ['payments', id];

/** The stores whose payments are listed; null is all. A store that is not the caller's has none. */
function storesFor(caller: UserCaller, storeId: string | null): PaymentSearch['storeIds'] {
  if (storeId === null) return isAdmin(caller) ? null : caller.storeIds;
  const id = idInput.safeParse(storeId);
  return id.success && operatesStore(caller, id.data) ? [id.data] : [];
}

export const payments: NonNullable<QueryResolvers['payments']> = async (_, args, { caller, deps }) => {
  const user = requireScope(caller, 'store-orders:read');
  const { storeId, statuses, hasAlerts } = args.filter ?? {};
  if ((statuses?.length ?? 0) > MAX_STATUSES) {
    throw new GraphQLError(`\`filter.statuses\` must have at most ${MAX_STATUSES} statuses.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  const page = pageOf<PaymentCursor>(args, cursorSchema);
  const search = {
    storeIds: storesFor(user, storeId ?? null),
    statuses: statuses ?? null,
    hasAlerts: hasAlerts ?? null,
  };
  return connection(await searchPayments(deps.db, search, page), page, cursorOf);
};

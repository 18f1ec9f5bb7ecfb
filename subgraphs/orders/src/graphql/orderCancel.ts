import { hasScope, requireScope } from '@nakku/graphql-kit';
import { cancelActor } from '../domain/rights.ts';
import type { Fact } from '../domain/facts.ts';
import type { Order } from '../domain/order.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import { actOnOrder } from './actOnOrder.ts';
import { standingOf } from './standing.ts';

/** Customers cancel their own orders, staff those of its stores; who is both acts as the customer first. */
export const orderCancel: NonNullable<MutationResolvers['orderCancel']> = async (_, { input }, context) => {
  const user = requireScope(context.caller, 'orders:write', 'store-orders:write');

  const factOf = (order: Order): Fact | null => {
    const { isCustomer, isStaff } = standingOf(order, user);
    const standing = {
      isCustomer: isCustomer && hasScope(user, 'orders:write'),
      isStaff: isStaff && hasScope(user, 'store-orders:write'),
      isCourier: false,
    };
    if (!standing.isCustomer && !standing.isStaff) return null;
    const fallback = standing.isStaff ? 'staff' : 'customer';
    return { kind: 'CANCEL_ASKED', by: cancelActor(order.status, standing) ?? fallback };
  };

  const result = await actOnOrder(context, user, 'orderCancel', input, factOf);
  if (result.kind === 'refused') {
    // A second request is a success, so that this error is only for those who pack.
    const userErrors = result.userErrors.flatMap((error) =>
      error.__typename === 'CancellationPendingError' ? [] : [error],
    );
    return { order: null, outcome: null, userErrors };
  }
  const outcome = result.answer.status === 'CANCELLED' ? 'CANCELLED' : 'CANCELLATION_PENDING';
  return { order: result.order, outcome, userErrors: [] };
};

import { hasScope, parseInput, requireScope } from '@nakku/graphql-kit';
import { actOnOrder } from '../../app/actOnOrder.ts';
import type { Fact } from '../../domain/facts.ts';
import type { Order } from '../../domain/order.ts';
import { cancelActor } from '../../domain/permissions.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessTo } from '../access.ts';
import { actError } from '../errors.ts';
import { orderActInput } from '../inputs.ts';

/** Customers cancel their own orders, staff those of its stores; who is both acts as the customer first. */
export const orderCancel: NonNullable<MutationResolvers['orderCancel']> = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const user = requireScope(caller, 'orders:write', 'store-orders:write');
  const input = parseInput(orderActInput, args.input, ['input']);
  if (!input.ok) return { order: null, outcome: null, userErrors: input.errors };

  const factFor = (order: Order): Fact | null => {
    const related = accessTo(order, user);
    const access = {
      isCustomer: related.isCustomer && hasScope(user, 'orders:write'),
      isStaff: related.isStaff && hasScope(user, 'store-orders:write'),
      isCourier: false,
    };
    if (!access.isCustomer && !access.isStaff) return null;
    const fallback = access.isStaff ? 'staff' : 'customer';
    return { kind: 'CANCEL_REQUESTED', by: cancelActor(order.status, access) ?? fallback };
  };

  const command = { ...input.value, actorId: user.userId, mutation: 'orderCancel', factFor };
  const result = await actOnOrder(deps, command);
  if (result.kind !== 'done') {
    const error = actError(result);
    // A second request succeeds, so this error is only for those who pack.
    const userErrors = error.__typename === 'CancellationPendingError' ? [] : [error];
    return { order: null, outcome: null, userErrors };
  }
  return {
    order: await loaders.orders.load(input.value.orderId),
    outcome: result.status === 'CANCELLED' ? 'CANCELLED' : 'CANCELLATION_PENDING',
    userErrors: [],
  };
};

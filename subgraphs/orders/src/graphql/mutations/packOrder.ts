import { operatesStore, parseInput, requireScope } from '@nakku/graphql-kit';
import { actOnOrder } from '../../app/actOnOrder.ts';
import type { Fact } from '../../domain/facts.ts';
import { actError } from '../errors.ts';
import { orderActInput } from '../inputs.ts';
import type { Context } from '../context.ts';

/** What both packing mutations do: the store's staff applies `fact` to an order of its store. */
export async function packOrder(
  { caller, deps, loaders }: Context,
  args: { readonly input: unknown },
  mutation: 'orderPackingStart' | 'orderPackingFinish',
  fact: Fact,
) {
  const user = requireScope(caller, 'store-orders:write');
  const input = parseInput(orderActInput, args.input, ['input']);
  if (!input.ok) return { order: null, userErrors: input.errors };
  const result = await actOnOrder(deps, {
    ...input.value,
    actorId: user.userId,
    mutation,
    factFor: (order) => (operatesStore(user, order.storeId) ? fact : null),
  });
  if (result.kind !== 'done') return { order: null, userErrors: [actError(result)] };
  return { order: await loaders.orders.load(input.value.orderId), userErrors: [] };
}

import type { InvalidInput } from '@nakku/graphql-kit';
import { operatesStore, parseInput, requireScope } from '@nakku/graphql-kit';
import { actOnOrder } from '../../app/actOnOrder.ts';
import type { ActOnOrderResult } from '../../app/actOnOrder.ts';
import type { Fact } from '../../domain/facts.ts';
import { orderActInput } from '../inputs.ts';
import type { Context } from '../context.ts';

/** What one of the packing mutations does. */
export interface PackingAct<Error> {
  readonly mutation: 'orderPackingStart' | 'orderPackingFinish';
  /** Arguments beside the order: part of what a repeated request must repeat. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Errors of these arguments. */
  readonly errors?: InvalidInput[];
  fact(packerId: string): Fact;
  readonly errorOf: (result: Exclude<ActOnOrderResult, { kind: 'done' }>) => Error;
}

/** What both packing mutations do: the store's staff applies a fact to an order of its store. */
export async function packOrder<Error>(
  { caller, deps, loaders }: Context,
  given: unknown,
  { mutation, variables, errors = [], fact, errorOf }: PackingAct<Error>,
) {
  const user = requireScope(caller, 'store-orders:write');
  const input = parseInput(orderActInput, given, ['input']);
  if (!input.ok) return { order: null, userErrors: [...input.errors, ...errors] };
  if (errors.length > 0) return { order: null, userErrors: errors };
  const result = await actOnOrder(deps, {
    ...input.value,
    actorId: user.userId,
    ...{ mutation, variables },
    factFor: (order) => (operatesStore(user, order.storeId) ? fact(user.userId) : null),
  });
  if (result.kind !== 'done') return { order: null, userErrors: [errorOf(result)] };
  return { order: await loaders.orders.load(input.value.orderId), userErrors: [] };
}

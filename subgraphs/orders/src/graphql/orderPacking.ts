import { operatesStore, requireScope } from '@nakku/graphql-kit';
import type { Fact } from '../domain/facts.ts';
import type { MutationResolvers } from '../generated/graphql.ts';
import { actOnOrder } from './actOnOrder.ts';
import type { Context } from './context.ts';

async function pack(
  context: Context,
  mutation: 'orderPackingStart' | 'orderPackingFinish',
  input: unknown,
  fact: Fact,
) {
  const user = requireScope(context.caller, 'store-orders:write');
  const result = await actOnOrder(context, user, mutation, input, (order) =>
    operatesStore(user, order.storeId) ? fact : null,
  );
  return result.kind === 'refused'
    ? { order: null, userErrors: result.userErrors }
    : { order: result.order, userErrors: [] };
}

export const orderPackingStart: NonNullable<MutationResolvers['orderPackingStart']> = (_, args, context) =>
  pack(context, 'orderPackingStart', args.input, { kind: 'PACKING_STARTED' });

export const orderPackingFinish: NonNullable<MutationResolvers['orderPackingFinish']> = (_, args, context) =>
  pack(context, 'orderPackingFinish', args.input, { kind: 'PACKING_FINISHED' });

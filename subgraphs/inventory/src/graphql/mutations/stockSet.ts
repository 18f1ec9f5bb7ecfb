import { idempotencyError, notFound, operatesStore, parseInput, requireScope } from '@nakku/graphql-kit';
import { adjustment, availableOf } from '../../domain/stock.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { stockSetInput } from '../inputs.ts';
import { insufficientStock, stockChanged } from '../refusals.ts';
import { changeLevel } from './changeLevel.ts';

type Refusal = ReturnType<typeof stockChanged> | ReturnType<typeof insufficientStock>;

export const stockSet: NonNullable<MutationResolvers['stockSet']> = async (_parent, args, context) => {
  const user = requireScope(context.caller, 'stock:write');
  const input = parseInput(stockSetInput, args.input, ['input']);
  if (!input.ok) return { stockItem: null, userErrors: input.errors };
  const { idempotencyKey: key, ...variables } = input.value;
  const { storeId, from, to, reason } = variables;
  if (!operatesStore(user, storeId)) {
    return { stockItem: null, userErrors: [notFound(['input', 'storeId'], 'store')] };
  }

  const result = await changeLevel<Refusal>(context, {
    mutation: 'stockSet',
    userId: user.userId,
    key,
    variables,
    decide(item) {
      if (item.onHand !== from) return { refused: stockChanged(['input', 'from'], item.onHand) };
      if (to < item.reserved) return { refused: insufficientStock(['input', 'to'], availableOf(item)) };
      // A count that confirms the books moves nothing.
      return { movement: to === from ? null : adjustment(to - from, { actorId: user.userId }, reason) };
    },
  });

  switch (result.kind) {
    case 'done':
      return { stockItem: result.stockItem, userErrors: [] };
    case 'missing':
      return { stockItem: null, userErrors: [notFound(['input', 'productId'], 'product in this store')] };
    case 'refused':
      return { stockItem: null, userErrors: [result.refused] };
    default:
      return { stockItem: null, userErrors: [idempotencyError(result.kind, ['input', 'idempotencyKey'])] };
  }
};

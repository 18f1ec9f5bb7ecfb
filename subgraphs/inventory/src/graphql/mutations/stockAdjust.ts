import {
  idempotencyError,
  type InvalidInput,
  invalidInput,
  notFound,
  operatesStore,
  parseInput,
  requireScope,
} from '@nakku/graphql-kit';
import { adjustment, availableOf, MAX_ON_HAND } from '../../domain/stock.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { stockAdjustInput } from '../inputs.ts';
import { insufficientStock } from '../refusals.ts';
import { changeLevel } from './changeLevel.ts';

type Refusal = InvalidInput | ReturnType<typeof insufficientStock>;

export const stockAdjust: NonNullable<MutationResolvers['stockAdjust']> = async (_parent, args, context) => {
  const user = requireScope(context.caller, 'stock:write');
  const input = parseInput(stockAdjustInput, args.input, ['input']);
  if (!input.ok) return { stockItem: null, userErrors: input.errors };
  const { idempotencyKey: key, ...variables } = input.value;
  const { storeId, delta, reason } = variables;
  if (!operatesStore(user, storeId)) {
    return { stockItem: null, userErrors: [notFound(['input', 'storeId'], 'store')] };
  }

  const path = ['input', 'delta'];
  const result = await changeLevel<Refusal>(context, {
    mutation: 'stockAdjust',
    userId: user.userId,
    key,
    variables,
    decide(item) {
      if (availableOf(item) + delta < 0) return { refused: insufficientStock(path, availableOf(item)) };
      if (item.onHand + delta > MAX_ON_HAND) {
        return { refused: invalidInput(path, `must not bring the level above ${MAX_ON_HAND}`) };
      }
      return { movement: adjustment(delta, { actorId: user.userId }, reason) };
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

import { notFound, parseInput, requireScope, wholeInput } from '@nakku/graphql-kit';
import { setStock } from '../../app/setStock.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessStore } from '../access.ts';
import { countError, keyError } from '../errors.ts';
import { MAX_PIECES, reasonInput, stockItemInput } from '../inputs.ts';
import { loadStockItem } from '../loadStockItems.ts';

const inputSchema = stockItemInput.extend({
  from: wholeInput(0, 2_147_483_647),
  to: wholeInput(0, MAX_PIECES),
  reason: reasonInput,
});

export const stockSet: NonNullable<MutationResolvers['stockSet']> = async (_parent, args, context) => {
  const { caller, deps } = context;
  requireScope(caller, 'stock:write');
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { stockItem: null, userErrors: input.errors };
  const { idempotencyKey, ...variables } = input.value;
  const user = accessStore(caller, 'stock:write', variables.storeId);
  if (user === null) {
    return { stockItem: null, userErrors: [notFound(['input', 'storeId'], 'store')] };
  }
  const result = await setStock(deps, { actorId: user.userId, idempotencyKey, variables });
  switch (result.kind) {
    case 'done':
      return { stockItem: await loadStockItem(context, result.stockItemId), userErrors: [] };
    case 'not_found':
      return {
        stockItem: null,
        userErrors: [notFound(['input', 'productId'], 'product in this store')],
      };
    case 'refused':
      return { stockItem: null, userErrors: [countError(result.refusal)] };
    default:
      return { stockItem: null, userErrors: [keyError(result.kind)] };
  }
};

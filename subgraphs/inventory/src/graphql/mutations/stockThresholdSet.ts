import { notFound, parseInput, requireScope, wholeInput } from '@nakku/graphql-kit';
import { setThreshold } from '../../app/setThreshold.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessStore } from '../access.ts';
import { keyError } from '../errors.ts';
import { MAX_PIECES, stockItemInput } from '../inputs.ts';
import { loadStockItem } from '../loadStockItems.ts';

const inputSchema = stockItemInput.extend({ threshold: wholeInput(0, MAX_PIECES) });

export const stockThresholdSet: NonNullable<MutationResolvers['stockThresholdSet']> = async (
  _parent,
  args,
  context,
) => {
  const { caller, deps } = context;
  requireScope(caller, 'stock:write');
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { stockItem: null, userErrors: input.errors };
  const { idempotencyKey, ...variables } = input.value;
  const user = accessStore(caller, 'stock:write', variables.storeId);
  if (user === null) {
    return { stockItem: null, userErrors: [notFound(['input', 'storeId'], 'store')] };
  }
  const result = await setThreshold(deps, { actorId: user.userId, idempotencyKey, variables });
  switch (result.kind) {
    case 'done':
      return { stockItem: await loadStockItem(context, result.stockItemId), userErrors: [] };
    case 'not_found':
      return {
        stockItem: null,
        userErrors: [notFound(['input', 'productId'], 'product in this store')],
      };
    case 'refused':
      return result.refusal;
    default:
      return { stockItem: null, userErrors: [keyError(result.kind)] };
  }
};

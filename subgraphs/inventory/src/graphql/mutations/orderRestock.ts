import {
  idempotencyKeyInput,
  idInput,
  invalidInput,
  notFound,
  operatesStore,
  parseInput,
  requireScope,
  wholeInput,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import { restockOrder } from '../../app/restockOrder.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { keyError, notReturnable } from '../errors.ts';
import { eachOnce, MAX_PIECES, MAX_PRODUCTS } from '../inputs.ts';
import { loadStockItems } from '../loadStockItems.ts';

const inputSchema = z.object({
  orderId: idInput,
  lines: z
    .array(z.object({ productId: idInput, quantity: wholeInput(0, MAX_PIECES) }))
    .max(MAX_PRODUCTS, { error: `must have 0–${MAX_PRODUCTS} lines` })
    .superRefine(eachOnce),
  idempotencyKey: idempotencyKeyInput,
});

export const orderRestock: NonNullable<MutationResolvers['orderRestock']> = async (
  _parent,
  args,
  context,
) => {
  const user = requireScope(context.caller, 'stock:write');
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { stockItems: null, userErrors: input.errors };
  const { idempotencyKey, ...variables } = input.value;
  const operates = (storeId: string) => operatesStore(user, storeId);
  const command = { actorId: user.userId, idempotencyKey, variables, operates };
  const result = await restockOrder(context.deps, command);
  switch (result.kind) {
    case 'done':
      return { stockItems: await loadStockItems(context, result.stockItemIds), userErrors: [] };
    case 'not_found':
      return { stockItems: null, userErrors: [notFound(['input', 'orderId'], 'order')] };
    case 'not_returnable':
      return { stockItems: null, userErrors: [notReturnable(['input', 'orderId'])] };
    case 'impossible_lines':
      return {
        stockItems: null,
        userErrors: result.lines.map(({ index, field, message }) =>
          invalidInput(['input', 'lines', String(index), field], message),
        ),
      };
    default:
      return { stockItems: null, userErrors: [keyError(result.kind)] };
  }
};

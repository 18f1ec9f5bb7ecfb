import {
  idempotencyKeyInput,
  idInput,
  type InvalidInput,
  invalidInput,
  type NotFound,
  notFound,
  parseInput,
  requireScope,
  wholeInput,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import { type ReceiveRefusal, receiveStock } from '../../app/receiveStock.ts';
import { MAX_ON_HAND } from '../../domain/stock.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessStore } from '../access.ts';
import { keyError } from '../errors.ts';
import { eachOnce, MAX_PIECES, MAX_PRODUCTS, noteInput, optional } from '../inputs.ts';
import { loadStockItems } from '../loadStockItems.ts';

const count = { error: `must have 1–${MAX_PRODUCTS} lines` };
const inputSchema = z.object({
  storeId: idInput,
  lines: z
    .array(
      z.object({
        productId: idInput,
        quantity: wholeInput(1, MAX_PIECES),
        threshold: optional(wholeInput(0, MAX_PIECES)),
      }),
    )
    .min(1, count)
    .max(MAX_PRODUCTS, count)
    .superRefine(eachOnce),
  reason: noteInput,
  idempotencyKey: idempotencyKeyInput,
});

export const stockReceive: NonNullable<MutationResolvers['stockReceive']> = async (
  _parent,
  args,
  context,
) => {
  const { caller, deps } = context;
  requireScope(caller, 'stock:write');
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { stockItems: null, userErrors: input.errors };
  const { idempotencyKey, ...variables } = input.value;
  const user = accessStore(caller, 'stock:write', variables.storeId);
  const result =
    user === null
      ? { kind: 'store_not_found' as const }
      : await receiveStock(deps, { actorId: user.userId, idempotencyKey, variables });
  switch (result.kind) {
    case 'done':
      return { stockItems: await loadStockItems(context, result.stockItemIds), userErrors: [] };
    case 'store_not_found':
      return { stockItems: null, userErrors: [notFound(['input', 'storeId'], 'store')] };
    case 'refused':
      return { stockItems: null, userErrors: result.refusals.map(refusalError) };
    default:
      return { stockItems: null, userErrors: [keyError(result.kind)] };
  }
};

function refusalError({ kind, index }: ReceiveRefusal): NotFound | InvalidInput {
  const path = ['input', 'lines', String(index)];
  switch (kind) {
    case 'unknown_product':
      return notFound([...path, 'productId'], 'product');
    case 'too_much':
      return invalidInput([...path, 'quantity'], `must not bring the level above ${MAX_ON_HAND}`);
  }
}

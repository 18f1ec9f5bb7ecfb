import { notFound, parseInput, requireScope, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { adjustStock } from '../../app/adjustStock.ts';
import { ADJUSTMENT_REASONS } from '../../domain/stock.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { accessStore } from '../access.ts';
import { adjustmentError, keyError } from '../errors.ts';
import { MAX_PIECES, noteInput, stockItemInput } from '../inputs.ts';
import { loadStockItem } from '../loadStockItems.ts';

const inputSchema = stockItemInput
  .extend({
    delta: wholeInput(-MAX_PIECES, MAX_PIECES).refine((delta) => delta !== 0, { error: 'must not be 0' }),
    reasonCode: z
      .enum(ADJUSTMENT_REASONS)
      .nullish()
      .transform((code) => code ?? 'OTHER'),
    reason: noteInput,
  })
  .refine(({ reasonCode, reason }) => reasonCode !== 'OTHER' || reason !== null, {
    path: ['reason'],
    error: 'must have 1–200 characters unless `reasonCode` says why',
  });

export const stockAdjust: NonNullable<MutationResolvers['stockAdjust']> = async (_parent, args, context) => {
  const { caller, deps } = context;
  requireScope(caller, 'stock:write');
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { stockItem: null, userErrors: input.errors };
  const { idempotencyKey, ...variables } = input.value;
  const user = accessStore(caller, 'stock:write', variables.storeId);
  if (user === null) {
    return { stockItem: null, userErrors: [notFound(['input', 'storeId'], 'store')] };
  }
  const result = await adjustStock(deps, { actorId: user.userId, idempotencyKey, variables });
  switch (result.kind) {
    case 'done':
      return { stockItem: await loadStockItem(context, result.stockItemId), userErrors: [] };
    case 'not_found':
      return {
        stockItem: null,
        userErrors: [notFound(['input', 'productId'], 'product in this store')],
      };
    case 'refused':
      return { stockItem: null, userErrors: [adjustmentError(result.refusal)] };
    default:
      return { stockItem: null, userErrors: [keyError(result.kind)] };
  }
};

import { MAX_PIECES } from '@nakku/contracts';
import {
  idempotencyKeyInput,
  idInput,
  operatesStore,
  parseInput,
  requireScope,
  textInput,
  wholeInput,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import { pickLines } from '../../app/pickLines.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { pickError } from '../packingErrors.ts';

const lineBounds = { error: 'must have 1–100 lines' };

const inputSchema = z.object({
  orderId: idInput,
  lines: z
    .array(z.object({ lineId: idInput, quantity: wholeInput(1, MAX_PIECES), barcode: textInput(1, 64) }))
    .min(1, lineBounds)
    .max(100, lineBounds),
  idempotencyKey: idempotencyKeyInput,
});

export const orderLinesPick: NonNullable<MutationResolvers['orderLinesPick']> = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const user = requireScope(caller, 'store-orders:write');
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { order: null, userErrors: input.errors };
  const isStaffOf = (storeId: string) => operatesStore(user, storeId);
  const result = await pickLines(deps, { ...input.value, actorId: user.userId, isStaffOf });
  if (result.kind !== 'done') return { order: null, userErrors: [pickError(result)] };
  return { order: await loaders.orders.load(input.value.orderId), userErrors: [] };
};

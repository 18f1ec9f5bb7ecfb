import { idempotencyKeyInput, idInput, parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import { placeOrder } from '../../app/placeOrder.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { placeError } from '../errors.ts';

const MAX_TOKEN = 262_144;
const tokenBounds = { error: `must have 1–${MAX_TOKEN} characters` };

const inputSchema = z.object({
  quoteToken: z.string().min(1, tokenBounds).max(MAX_TOKEN, tokenBounds),
  paymentMethodId: idInput,
  idempotencyKey: idempotencyKeyInput,
});

export const orderPlace: NonNullable<MutationResolvers['orderPlace']> = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const { userId: customerId } = requireScope(caller, 'orders:write');
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { order: null, userErrors: input.errors };
  const result = await placeOrder(deps, { customerId, ...input.value });
  if (result.kind !== 'done') return { order: null, userErrors: [placeError(result)] };
  return { order: await loaders.orders.load(result.orderId), userErrors: [] };
};

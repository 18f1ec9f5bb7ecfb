import { idempotencyKeyInput, idInput, parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import { answerSubstitution } from '../../app/answerSubstitution.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { answerError } from '../packingErrors.ts';

const inputSchema = z.object({
  substitutionId: idInput,
  productId: idInput.nullish().transform((id) => id ?? null),
  idempotencyKey: idempotencyKeyInput,
});

export const orderSubstitutionAnswer: NonNullable<MutationResolvers['orderSubstitutionAnswer']> = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const { userId: customerId } = requireScope(caller, 'orders:write');
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { order: null, userErrors: input.errors };
  const result = await answerSubstitution(deps, { customerId, ...input.value });
  if (result.kind !== 'done') return { order: null, userErrors: [answerError(result)] };
  return { order: await loaders.orders.load(result.orderId), userErrors: [] };
};

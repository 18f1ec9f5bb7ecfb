import { MAX_PIECES } from '@nakku/contracts';
import {
  idempotencyKeyInput,
  idInput,
  operatesStore,
  parseInput,
  requireScope,
  wholeInput,
} from '@nakku/graphql-kit';
import { z } from 'zod';
import { proposeSubstitution } from '../../app/proposeSubstitution.ts';
import { MAX_PROPOSALS } from '../../domain/substitution.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { proposeError } from '../packingErrors.ts';

const productBounds = { error: `must have 1–${MAX_PROPOSALS} products` };

const inputSchema = z.object({
  orderId: idInput,
  lineId: idInput,
  quantity: wholeInput(1, MAX_PIECES),
  productIds: z
    .array(idInput)
    .min(1, productBounds)
    .max(MAX_PROPOSALS, productBounds)
    .refine((ids) => new Set(ids).size === ids.length, { error: 'must be different products' }),
  idempotencyKey: idempotencyKeyInput,
});

export const orderSubstitutionPropose: NonNullable<MutationResolvers['orderSubstitutionPropose']> = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const user = requireScope(caller, 'store-orders:write');
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { order: null, userErrors: input.errors };
  const isStaffOf = (storeId: string) => operatesStore(user, storeId);
  const result = await proposeSubstitution(deps, { ...input.value, actorId: user.userId, isStaffOf });
  if (result.kind !== 'done') return { order: null, userErrors: [proposeError(result)] };
  return { order: await loaders.orders.load(input.value.orderId), userErrors: [] };
};

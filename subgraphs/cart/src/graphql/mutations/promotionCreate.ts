import { parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import { createPromotion } from '../../app/savePromotion.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { termsError } from '../errors.ts';
import { promotionInput } from '../inputs.ts';

const inputSchema = z.object({ input: promotionInput });

export const promotionCreate: NonNullable<MutationResolvers['promotionCreate']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const { userId: actorId } = requireScope(caller, 'catalog:write');
  const parsed = parseInput(inputSchema, args);
  if (!parsed.ok) return { promotion: null, userErrors: parsed.errors };
  const result = await createPromotion(deps, { actorId, terms: parsed.value.input });
  return result.kind === 'done'
    ? { promotion: result.promotion, userErrors: [] }
    : { promotion: null, userErrors: [termsError(result)] };
};

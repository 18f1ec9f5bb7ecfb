import { idInput, notFound, parseInput, requireScope, versionConflict, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { updatePromotionTerms } from '../../app/savePromotion.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { termsError } from '../errors.ts';
import { promotionInput } from '../inputs.ts';

const inputSchema = z.object({
  promotionId: idInput,
  expectedVersion: wholeInput(1, 2_147_483_647),
  input: promotionInput,
});

export const promotionUpdate: NonNullable<MutationResolvers['promotionUpdate']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const { userId: actorId } = requireScope(caller, 'catalog:write');
  const parsed = parseInput(inputSchema, args);
  if (!parsed.ok) return { promotion: null, userErrors: parsed.errors };
  const { input: terms, ...which } = parsed.value;
  const result = await updatePromotionTerms(deps, { actorId, ...which, terms });
  switch (result.kind) {
    case 'done':
      return { promotion: result.promotion, userErrors: [] };
    case 'not_found':
      return { promotion: null, userErrors: [notFound(['promotionId'], 'promotion')] };
    case 'version_conflict':
      return { promotion: null, userErrors: [versionConflict(['expectedVersion'], result.currentVersion)] };
    case 'invalid':
    case 'limit':
      return { promotion: null, userErrors: [termsError(result)] };
  }
};

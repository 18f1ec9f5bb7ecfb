import { idInput, invalidInput, notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { createCoupons } from '../../app/createCoupons.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { couponsInput } from '../inputs.ts';

const inputSchema = couponsInput.extend({ promotionId: idInput });

export const couponsCreate: NonNullable<MutationResolvers['couponsCreate']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const { userId: actorId } = requireScope(caller, 'catalog:write');
  const refused = { promotion: null, created: null };
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { ...refused, userErrors: input.errors };
  const { promotionId, maxUses, codes } = input.value;
  const { code, random } = codes;
  // @oneOf leaves no other case.
  const wanted = random ?? { code: code ?? '' };
  const result = await createCoupons(deps, { actorId, promotionId, maxUses, wanted });
  switch (result.kind) {
    case 'done':
      return { promotion: result.promotion, created: result.created, userErrors: [] };
    case 'not_found':
      return { ...refused, userErrors: [notFound(['promotionId'], 'promotion')] };
    case 'needs_none':
      return { ...refused, userErrors: [invalidInput(['promotionId'], 'requires no coupon')] };
    case 'code_taken':
      return { ...refused, userErrors: [invalidInput(['codes', 'code'], 'is the code of another coupon')] };
    case 'limit':
      return {
        ...refused,
        userErrors: [invalidInput(['codes'], `a promotion has at most ${result.limit} coupons`)],
      };
  }
};

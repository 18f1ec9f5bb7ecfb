import { parseInput } from '@nakku/graphql-kit';
import { removeCoupon } from '../../app/removeCoupon.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { openerOf } from '../access.ts';
import { cartPayload, noRefusal } from '../errors.ts';
import { cartIdInput, couponCodeInput } from '../inputs.ts';

const inputSchema = cartIdInput.extend({ code: couponCodeInput });

export const cartCouponRemove: NonNullable<MutationResolvers['cartCouponRemove']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { cart: null, userErrors: input.errors };
  return cartPayload(await removeCoupon(deps, { ...input.value, opener: openerOf(caller) }), noRefusal);
};

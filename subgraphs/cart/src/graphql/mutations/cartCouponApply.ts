import { parseInput } from '@nakku/graphql-kit';
import { applyCoupon } from '../../app/applyCoupon.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { openerOf, originOf } from '../access.ts';
import { cartPayload, couponError } from '../errors.ts';
import { cartIdInput, couponCodeInput } from '../inputs.ts';

const inputSchema = cartIdInput.extend({ code: couponCodeInput });

export const cartCouponApply: NonNullable<MutationResolvers['cartCouponApply']> = async (
  _parent,
  args,
  { caller, clientIp, deps },
) => {
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { cart: null, userErrors: input.errors };
  const origin = caller.kind === 'user' ? `user:${caller.userId}` : `address:${originOf(clientIp)}`;
  return cartPayload(
    await applyCoupon(deps, { ...input.value, opener: openerOf(caller), origin }),
    couponError,
  );
};

import { ratingTag } from '@nakku/contracts';
import { idInput, notFound, parseInput, requireScope, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { rateOrder } from '../../app/rateOrder.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { invalidOrderState, orderPath, ratingClosed } from '../errors.ts';

const stars = wholeInput(1, 5);

const inputSchema = z.object({
  orderId: idInput,
  order: stars,
  courier: stars.nullish().transform((given) => given ?? null),
  tags: z.array(ratingTag).transform((given) => ratingTag.options.filter((tag) => given.includes(tag))),
});

export const orderRate: NonNullable<MutationResolvers['orderRate']> = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const { userId: customerId } = requireScope(caller, 'orders:write');
  const input = parseInput(inputSchema, args.input, ['input']);
  if (!input.ok) return { order: null, userErrors: input.errors };
  const { orderId, ...rating } = input.value;
  const result = await rateOrder(deps, { orderId, customerId, rating });
  switch (result.kind) {
    case 'done':
      return { order: await loaders.orders.load(orderId), userErrors: [] };
    case 'not_found':
      return { order: null, userErrors: [notFound(orderPath, 'order')] };
    case 'wrong_state':
      return { order: null, userErrors: [invalidOrderState(result.order)] };
    case 'rating_closed':
      return { order: null, userErrors: [ratingClosed(result.closedAt)] };
  }
};

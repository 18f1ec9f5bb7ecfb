import { idInput, notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import { fillFromOrder } from '../../app/fillFromOrder.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { cartNotFound } from '../errors.ts';

const inputSchema = z.object({ cartId: idInput, orderId: idInput });

export const cartFillFromOrder: NonNullable<MutationResolvers['cartFillFromOrder']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const { userId } = requireScope(caller, 'cart:write');
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { cart: null, warnings: [], userErrors: input.errors };
  const result = await fillFromOrder(deps, { ...input.value, userId });
  switch (result.kind) {
    case 'done':
      return { cart: result.cart, warnings: [...result.warnings], userErrors: [] };
    case 'order_not_found':
      return { cart: null, warnings: [], userErrors: [notFound(['orderId'], 'order')] };
    case 'cart_not_found':
      return { cart: null, warnings: [], userErrors: [cartNotFound()] };
  }
};

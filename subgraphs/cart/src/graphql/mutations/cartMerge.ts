import { notFound, parseInput, requireScope, unauthenticated } from '@nakku/graphql-kit';
import { z } from 'zod';
import { mergeCarts } from '../../app/mergeCarts.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { lineLimit } from '../errors.ts';

const length = { error: 'must have 1–128 characters' };
const inputSchema = z.object({ cartToken: z.string().min(1, length).max(128, length) });

export const cartMerge: NonNullable<MutationResolvers['cartMerge']> = async (
  _parent,
  args,
  { caller, deps },
) => {
  const { userId } = requireScope(caller, 'cart:write');
  const input = parseInput(inputSchema, args);
  if (!input.ok) return { cart: null, warnings: [], userErrors: input.errors };
  const result = await mergeCarts(deps, { userId, cartToken: input.value.cartToken });
  switch (result.kind) {
    case 'done':
      return { cart: result.cart, warnings: [...result.warnings], userErrors: [] };
    case 'not_found':
      return { cart: null, warnings: [], userErrors: [notFound(['cartToken'], 'cart')] };
    case 'account_gone':
      throw unauthenticated();
    case 'line_limit':
      return { cart: null, warnings: [], userErrors: [lineLimit(['cartToken'], result.limit)] };
  }
};

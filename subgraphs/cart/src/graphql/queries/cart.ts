import { idInput } from '@nakku/graphql-kit';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { visibleTo } from '../access.ts';

export const cart: NonNullable<QueryResolvers['cart']> = async (_parent, { id }, { caller, loaders }) => {
  const cartId = idInput.safeParse(id);
  return cartId.success ? visibleTo(caller, await loaders.cart.load(cartId.data)) : null;
};

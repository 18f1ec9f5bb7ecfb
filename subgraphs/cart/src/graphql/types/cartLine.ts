import { substitutionOf } from '@nakku/contracts';
import { soldProduct } from '../../domain/cart.ts';
import type { CartLineResolvers } from '../../generated/graphql.ts';

export const cartLineType: CartLineResolvers = {
  id: ({ lineId }) => lineId,
  product: ({ productId }) => ({ id: productId }),
  name: ({ product }) => product?.name ?? 'Unknown product',
  substitution: ({ ifUnavailable }) => substitutionOf(ifUnavailable),
  unitPrice: (line) => {
    const product = soldProduct(line);
    return product === null ? null : { amount: product.price, currency: product.currency };
  },
  total: (line) => {
    const product = soldProduct(line);
    return product === null ? null : { amount: product.price * line.quantity, currency: product.currency };
  },
};

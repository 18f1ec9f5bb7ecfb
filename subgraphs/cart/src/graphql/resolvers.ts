import type { Resolvers } from '../generated/graphql.ts';
import type { CartService } from '../service.ts';
import { cartAddressSet } from './cartAddressSet.ts';
import { cartCheckout } from './cartCheckout.ts';
import { cartClear } from './cartClear.ts';
import { cartCreate } from './cartCreate.ts';
import { cartHandoverSet } from './cartHandoverSet.ts';
import { cartLinesAdd } from './cartLinesAdd.ts';
import { cartLinesRemove } from './cartLinesRemove.ts';
import { cartLinesUpdate } from './cartLinesUpdate.ts';
import { cartMerge } from './cartMerge.ts';
import { cartTipSet } from './cartTipSet.ts';
import { cartLineType, cartType } from './cartType.ts';
import { cartUpdated } from './cartUpdated.ts';
import { queries } from './queries.ts';

/** All resolvers of the cart subgraph. */
export function resolvers(service: CartService): Resolvers {
  return {
    Query: queries(service),
    Mutation: {
      cartCreate: cartCreate(service),
      cartLinesAdd: cartLinesAdd(service),
      cartLinesUpdate: cartLinesUpdate(service),
      cartLinesRemove: cartLinesRemove(service),
      cartClear: cartClear(service),
      cartMerge: cartMerge(service),
      cartAddressSet: cartAddressSet(service),
      cartTipSet: cartTipSet(service),
      cartHandoverSet: cartHandoverSet(service),
      cartCheckout: cartCheckout(service),
    },
    Subscription: { cartUpdated: cartUpdated(service) },
    Cart: cartType(service),
    CartLine: cartLineType,
  };
}

import { idInput } from '@nakku/graphql-kit';
import { canCancel } from '../domain/rights.ts';
import type { OrderLineResolvers, OrderResolvers } from '../generated/graphql.ts';
import { seenBy, standingOf } from './standing.ts';

export const Order: OrderResolvers = {
  async __resolveReference({ id }, { caller, loaders }) {
    if (!idInput.safeParse(id).success) return null;
    return seenBy(caller, await loaders.orders.load(id));
  },
  customer: ({ customerId }) => ({ __typename: 'User', id: customerId }),
  store: ({ storeId }) => ({ __typename: 'Store', id: storeId }),
  lines: async ({ id, totals: { currency } }, _, { loaders }) => {
    const found = await loaders.lines.load(id);
    return (found?.lines ?? []).map((line) => ({ ...line, currency }));
  },
  totals: ({ totals: { currency, subtotal, discount, deliveryFee, tip, tax, total } }) => ({
    subtotal: { amount: subtotal, currency },
    discount: { amount: discount, currency },
    deliveryFee: { amount: deliveryFee, currency },
    tip: { amount: tip, currency },
    tax: { amount: tax, currency },
    total: { amount: total, currency },
  }),
  address: ({ dropoff }) => dropoff,
  eta: ({ delivery }) => delivery.eta,
  timeline: async ({ id }, _, { loaders }) => (await loaders.timelines.load(id))?.steps ?? [],
  canCancel: (order, _, { caller }) => canCancel(order, standingOf(order, caller)),
  isCancelRequested: ({ cancelRequested }) => cancelRequested !== null,
};

export const OrderLine: OrderLineResolvers = {
  product: ({ productId }) => ({ __typename: 'Product', id: productId }),
  unitPrice: ({ unitPrice, currency }) => ({ amount: Number(unitPrice), currency }),
  total: ({ total, currency }) => ({ amount: Number(total), currency }),
  tax: ({ tax, currency }) => ({ amount: Number(tax), currency }),
};

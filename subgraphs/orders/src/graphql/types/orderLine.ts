import { substitutionOf } from '@nakku/contracts';
import { statusOf } from '../../domain/lines.ts';
import type { OrderLineResolvers } from '../../generated/graphql.ts';

export const orderLineType: OrderLineResolvers = {
  product: ({ productId }) => ({ __typename: 'Product', id: productId }),
  unitPrice: ({ unitPrice, currency }) => ({ amount: Number(unitPrice), currency }),
  total: ({ total, currency }) => ({ amount: Number(total), currency }),
  finalTotal: ({ finalTotal, currency }) => ({ amount: Number(finalTotal), currency }),
  status: (line) => statusOf(line),
  openQuantity: ({ open }) => open,
  pickedQuantity: ({ picked }) => picked,
  substitutedQuantity: ({ substituted }) => substituted,
  removedQuantity: ({ removed }) => removed,
  shortQuantity: ({ short }) => short,
  substitution: ({ ifUnavailable }) => substitutionOf(ifUnavailable),
  tax: ({ tax, currency }) => ({ amount: Number(tax), currency }),
};

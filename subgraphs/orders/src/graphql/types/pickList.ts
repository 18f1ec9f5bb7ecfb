import { candidatesOf } from '../../domain/candidates.ts';
import { isPending } from '../../domain/substitution.ts';
import type {
  PickListLineResolvers,
  PickListResolvers,
  SubstituteCandidateResolvers,
} from '../../generated/graphql.ts';

export const pickListType: PickListResolvers = {
  order: (order) => order,
  packer: ({ packerId }) => (packerId === null ? null : { __typename: 'User', id: packerId }),
  openQuantity: async ({ id }, _, { loaders }) =>
    ((await loaders.lines.load(id))?.lines ?? []).reduce((sum, { open }) => sum + open, 0),
  lines: async ({ id, totals: { currency } }, _, { loaders }) =>
    ((await loaders.lines.load(id))?.lines ?? []).map((line) => ({ ...line, currency })),
};

export const pickListLineType: PickListLineResolvers = {
  line: (line) => line,
  barcode: ({ sku }) => sku,
  pendingQuantity: async ({ id, orderId }, _, { loaders }) => {
    const found = await loaders.substitutions.load(orderId);
    return (found?.substitutions ?? [])
      .filter(({ orderLineId, status }) => orderLineId === id && isPending(status))
      .reduce((sum, { quantity }) => sum + quantity, 0);
  },
  substituteCandidates: async ({ id }, _, { loaders }) => {
    const found = await loaders.substituteCandidates.load(id);
    return found ? candidatesOf(found.line, found.candidates) : [];
  },
};

export const substituteCandidateType: SubstituteCandidateResolvers = {
  product: ({ productId: id }) => ({ __typename: 'Product', id }),
  unitPrice: ({ price: amount, currency }) => ({ amount, currency }),
  availableQuantity: ({ available }) => available,
};

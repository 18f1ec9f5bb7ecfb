import type { Proposal } from '../../domain/substitution.ts';
import type {
  OrderSubstitutionProposalResolvers,
  OrderSubstitutionResolvers,
} from '../../generated/graphql.ts';
import type { StoredSubstitution } from '../../store/substitutions.ts';

/**
 * A substitution with the currency of its order.
 * @public codegen.yml names it
 */
export interface SubstitutionOfOrder extends StoredSubstitution {
  readonly currency: string;
}

/**
 * A proposal with the currency of its order.
 * @public codegen.yml names it
 */
export interface ProposalOfOrder extends Proposal {
  readonly currency: string;
}

const productOf = (id: string) => ({ __typename: 'Product' as const, id });

export const orderSubstitutionType: OrderSubstitutionResolvers = {
  lineId: ({ orderLineId }) => orderLineId,
  proposals: ({ proposals, currency }) => proposals.map((proposal) => ({ ...proposal, currency })),
  chosen: ({ chosenProductId: id }) => (id === null ? null : productOf(id)),
};

export const orderSubstitutionProposalType: OrderSubstitutionProposalResolvers = {
  product: ({ productId }) => productOf(productId),
  unitPrice: ({ unitPrice: amount, currency }) => ({ amount, currency }),
  total: ({ total: amount, currency }) => ({ amount, currency }),
};

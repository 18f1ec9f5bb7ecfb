import { notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { acceptOffer, type AcceptOfferResult } from '../../app/acceptOffer.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { capacityReached, noCourier, offerGone } from '../errors.ts';
import { offerArguments } from '../inputs.ts';

function errorOf(refused: Extract<AcceptOfferResult, { kind: 'refused' }>) {
  switch (refused.reason) {
    case 'NO_COURIER':
      return noCourier();
    case 'NOT_FOUND':
      return notFound(['offerId'], 'offer');
    case 'GONE':
      return offerGone();
    case 'NO_ROOM':
      return capacityReached(refused.capacity);
  }
}

export const deliveryOfferAccept: MutationResolvers['deliveryOfferAccept'] = async (
  _,
  args,
  { caller, deps },
) => {
  const { userId: courierId } = requireScope(caller, 'deliveries:write');
  const parsed = parseInput(offerArguments, args);
  if (!parsed.ok) return { delivery: null, userErrors: parsed.errors };
  const result = await acceptOffer(deps, { ...parsed.value, courierId });
  if (result.kind === 'done') return { delivery: result.delivery, userErrors: [] };
  return { delivery: null, userErrors: [errorOf(result)] };
};

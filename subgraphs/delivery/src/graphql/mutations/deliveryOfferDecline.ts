import { notFound, parseInput, requireScope } from '@nakku/graphql-kit';
import { declineOffer, type DeclineOfferResult } from '../../app/declineOffer.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { noCourier, offerGone } from '../errors.ts';
import { offerArguments } from '../inputs.ts';

function errorOf({ reason }: Extract<DeclineOfferResult, { kind: 'refused' }>) {
  if (reason === 'NO_COURIER') return noCourier();
  return reason === 'GONE' ? offerGone() : notFound(['offerId'], 'offer');
}

export const deliveryOfferDecline: MutationResolvers['deliveryOfferDecline'] = async (
  _,
  args,
  { caller, deps },
) => {
  const { userId: courierId } = requireScope(caller, 'deliveries:write');
  const parsed = parseInput(offerArguments, args);
  if (!parsed.ok) return { declinedOfferId: null, userErrors: parsed.errors };
  const { offerId } = parsed.value;
  const result = await declineOffer(deps, { offerId, courierId });
  if (result.kind === 'done') return { declinedOfferId: offerId, userErrors: [] };
  return { declinedOfferId: null, userErrors: [errorOf(result)] };
};

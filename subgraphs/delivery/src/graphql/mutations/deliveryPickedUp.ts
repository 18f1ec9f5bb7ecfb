import { parseInput, requireScope } from '@nakku/graphql-kit';
import { pickUpDelivery } from '../../app/pickUpDelivery.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { orderNotReady } from '../errors.ts';
import { deliveryArguments } from '../inputs.ts';
import { deliveryPayload } from '../payloads.ts';

export const deliveryPickedUp: MutationResolvers['deliveryPickedUp'] = async (_, args, { caller, deps }) => {
  const { userId: courierId } = requireScope(caller, 'deliveries:write');
  const parsed = parseInput(deliveryArguments, args);
  if (!parsed.ok) return { delivery: null, userErrors: parsed.errors };
  const result = await pickUpDelivery(deps, { ...parsed.value, courierId });
  if (result.kind === 'refused' && result.reason === 'NOT_PACKED') {
    return { delivery: null, userErrors: [orderNotReady()] };
  }
  return deliveryPayload(result);
};

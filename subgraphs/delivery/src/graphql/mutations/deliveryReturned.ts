import { hasScope, notFound, operatesStore, parseInput, requireScope } from '@nakku/graphql-kit';
import { returnDelivery } from '../../app/returnDelivery.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { deliveryArguments } from '../inputs.ts';
import { deliveryPayload } from '../payloads.ts';

/** By the courier who brings it back, or by staff of the store who take it in. */
export const deliveryReturned: MutationResolvers['deliveryReturned'] = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const { userId: actorId } = requireScope(caller, 'deliveries:write', 'store-orders:write');
  const parsed = parseInput(deliveryArguments, args);
  if (!parsed.ok) return { delivery: null, userErrors: parsed.errors };
  const { deliveryId } = parsed.value;
  const delivery = await loaders.deliveries.load(deliveryId);
  const isStaff =
    delivery !== null && hasScope(caller, 'store-orders:write') && operatesStore(caller, delivery.storeId);
  if (!delivery || (!isStaff && !hasScope(caller, 'deliveries:write'))) {
    return { delivery: null, userErrors: [notFound(['deliveryId'], 'delivery')] };
  }
  const onlyOwn = isStaff ? {} : { courierId: actorId };
  return deliveryPayload(await returnDelivery(deps, { deliveryId, actorId, ...onlyOwn }));
};

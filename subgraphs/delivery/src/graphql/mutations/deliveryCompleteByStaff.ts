import { notFound, operatesStore, parseInput, requireScope } from '@nakku/graphql-kit';
import { completeDeliveryByStaff } from '../../app/completeDelivery.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { reasonArguments } from '../inputs.ts';
import { deliveryPayload } from '../payloads.ts';

export const deliveryCompleteByStaff: MutationResolvers['deliveryCompleteByStaff'] = async (
  _,
  args,
  { caller, deps, loaders },
) => {
  const { userId: actorId } = requireScope(caller, 'store-orders:write');
  const parsed = parseInput(reasonArguments, args);
  if (!parsed.ok) return { delivery: null, userErrors: parsed.errors };
  const delivery = await loaders.deliveries.load(parsed.value.deliveryId);
  if (!delivery || !operatesStore(caller, delivery.storeId)) {
    return { delivery: null, userErrors: [notFound(['deliveryId'], 'delivery')] };
  }
  return deliveryPayload(await completeDeliveryByStaff(deps, { ...parsed.value, actorId }));
};

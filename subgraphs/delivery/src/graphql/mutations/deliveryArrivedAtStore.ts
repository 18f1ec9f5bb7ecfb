import { requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { publishDelivery } from '../../events/published.ts';
import { changeDelivery } from '../../store/changeDelivery.ts';
import { ownDelivery } from '../errors.ts';
import { deliveryArguments } from '../input.ts';
import { asIsOrRefused } from '../repeated.ts';

export const deliveryArrivedAtStore: MutationResolvers['deliveryArrivedAtStore'] = async (
  _,
  args,
  context,
) => {
  requireScope(context.caller, 'deliveries:write');
  const own = await ownDelivery(context, deliveryArguments, args);
  if (!own.ok) return { delivery: null, userErrors: own.userErrors };
  const { courierId } = own.courier;
  const { deliveryId } = own.value;
  const changed = await context.service.platform.transaction(async (tx) => {
    const arrived = await changeDelivery(tx.db, {
      deliveryId,
      courierId,
      from: ['ASSIGNED'],
      to: 'AT_STORE',
      detail: 'The courier is at the store.',
      actorId: courierId,
    });
    if (arrived) publishDelivery(tx, 'delivery.updated', arrived);
    return arrived;
  });
  if (changed) return { delivery: changed, userErrors: [] };
  return asIsOrRefused(context, own, ['AT_STORE']);
};

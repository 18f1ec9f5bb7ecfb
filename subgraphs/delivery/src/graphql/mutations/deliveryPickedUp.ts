import { requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { beforePickUp, carried, isOneOf } from '../../domain/delivery.ts';
import { expectedAt } from '../../domain/eta.ts';
import { publishDelivery } from '../../events/published.ts';
import { changeDelivery } from '../../store/changeDelivery.ts';
import { orderNotReady, ownDelivery } from '../errors.ts';
import { deliveryArguments } from '../input.ts';
import { asIsOrRefused } from '../repeated.ts';

/** The point of no return: of this and a cancel one finds the row changed. */
export const deliveryPickedUp: MutationResolvers['deliveryPickedUp'] = async (_, args, context) => {
  const { platform, etaRules, now } = context.service;
  requireScope(context.caller, 'deliveries:write');
  const own = await ownDelivery(context, deliveryArguments, args);
  if (!own.ok) return { delivery: null, userErrors: own.userErrors };
  const { courierId, vehicle } = own.courier;
  const onTheWay = { ...own.delivery, status: 'PICKED_UP' as const };
  const eta = expectedAt(onTheWay, { vehicle, from: own.delivery.pickup.location }, etaRules, now());
  const changed = await platform.transaction(async (tx) => {
    const pickedUp = await changeDelivery(tx.db, {
      deliveryId: own.value.deliveryId,
      courierId,
      from: beforePickUp,
      ifReady: true,
      to: 'PICKED_UP',
      set: { eta },
      detail: 'The courier has the goods.',
      actorId: courierId,
    });
    if (pickedUp) publishDelivery(tx, 'delivery.started', pickedUp);
    return pickedUp;
  });
  if (changed) return { delivery: changed, userErrors: [] };
  const answer = await asIsOrRefused(context, own, carried);
  const [error] = answer.userErrors;
  const waits = error?.__typename === 'InvalidDeliveryStateError' && isOneOf(error.status, beforePickUp);
  return waits ? { delivery: null, userErrors: [orderNotReady()] } : answer;
};

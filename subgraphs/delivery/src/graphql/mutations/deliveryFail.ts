import { requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { failAfterPickUp } from '../../store/fail.ts';
import { giveBack } from '../../store/giveBack.ts';
import { ownDelivery } from '../errors.ts';
import { reasonArguments } from '../input.ts';
import { asIsOrRefused } from '../repeated.ts';

export const deliveryFail: MutationResolvers['deliveryFail'] = async (_, args, context) => {
  const { platform } = context.service;
  requireScope(context.caller, 'deliveries:write');
  const own = await ownDelivery(context, reasonArguments, args);
  if (!own.ok) return { delivery: null, userErrors: own.userErrors };
  const { courierId } = own.courier;
  const { deliveryId, reason } = own.value;
  const changed = await platform.transaction(
    async (tx) =>
      (await giveBack(tx, { deliveryId, courierId, actorId: courierId, detail: `Given back: ${reason}` })) ??
      (await failAfterPickUp(tx, { deliveryId, courierId, actorId: courierId, reason })),
  );
  if (changed) return { delivery: changed, userErrors: [] };
  return asIsOrRefused(context, own, ['FAILED', 'RETURNING']);
};

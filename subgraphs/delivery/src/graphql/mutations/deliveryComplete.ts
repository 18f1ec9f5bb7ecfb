import { invalidInput, requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { carried, isOneOf } from '../../domain/delivery.ts';
import { CODE_TRIES, isHandoverCode } from '../../domain/handoverCode.ts';
import { countWrongCode, loadDelivery } from '../../store/deliveries.ts';
import { deliver } from '../../store/deliver.ts';
import { ownDelivery, wrongCode } from '../errors.ts';
import { completeArguments } from '../input.ts';
import { asIsOrRefused } from '../repeated.ts';

export const deliveryComplete: MutationResolvers['deliveryComplete'] = async (_, args, context) => {
  const { db, platform, config } = context.service;
  requireScope(context.caller, 'deliveries:write');
  const own = await ownDelivery(context, completeArguments, args);
  if (!own.ok) return { delivery: null, userErrors: own.userErrors };
  const { courierId } = own.courier;
  const { deliveryId, code } = own.value;
  const { handover } = own.delivery;
  if (!isOneOf(own.delivery.status, carried)) return asIsOrRefused(context, own, ['DELIVERED']);

  if (handover === 'CODE') {
    if (code == null) {
      const needed = invalidInput(['code'], 'is needed: the customer says the 4 digits');
      return { delivery: null, userErrors: [needed] };
    }
    if (!isHandoverCode(config.DELIVERY_HANDOVER_SECRET, deliveryId, code)) {
      const tries = await countWrongCode(db, { deliveryId, courierId, most: CODE_TRIES });
      return { delivery: null, userErrors: [wrongCode(tries ?? CODE_TRIES)] };
    }
  }
  const delivered = await platform.transaction((tx) =>
    deliver(tx, {
      deliveryId,
      courierId,
      proof: handover,
      detail: handover === 'CODE' ? 'Handed over.' : 'Left at the door.',
      actorId: courierId,
      ...(handover === 'CODE' ? { ifTriesBelow: CODE_TRIES } : {}),
    }),
  );
  if (delivered) return { delivery: delivered, userErrors: [] };
  const current = await loadDelivery(db, deliveryId);
  const isLocked = current !== null && isOneOf(current.status, carried) && current.codeTries >= CODE_TRIES;
  if (isLocked) return { delivery: null, userErrors: [wrongCode(CODE_TRIES)] };
  return asIsOrRefused(context, own, ['DELIVERED']);
};

import { notFound, operatesStore, parseInput, requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { deliver } from '../../store/deliver.ts';
import { loadDelivery } from '../../store/deliveries.ts';
import { invalidState } from '../errors.ts';
import { reasonArguments } from '../input.ts';

/** An operator of the store vouches for the hand-over; the timeline keeps who and why. */
export const deliveryCompleteByStaff: MutationResolvers['deliveryCompleteByStaff'] = async (
  _,
  args,
  context,
) => {
  const { db, platform } = context.service;
  const caller = requireScope(context.caller, 'store-orders:write');
  const parsed = parseInput(reasonArguments, args);
  if (!parsed.ok) return { delivery: null, userErrors: parsed.errors };
  const { deliveryId, reason } = parsed.value;
  const found = await loadDelivery(db, deliveryId);
  if (!found || !operatesStore(caller, found.storeId)) {
    return { delivery: null, userErrors: [notFound(['deliveryId'], 'delivery')] };
  }
  const detail = `Completed by the store: ${reason}`;
  const delivered = await platform.transaction((tx) =>
    deliver(tx, { deliveryId, proof: 'STAFF_OVERRIDE', detail, actorId: caller.userId }),
  );
  if (delivered) return { delivery: delivered, userErrors: [] };
  const current = (await loadDelivery(db, deliveryId)) ?? found;
  // A repeated call: it is done.
  if (current.proof === 'STAFF_OVERRIDE') return { delivery: current, userErrors: [] };
  return { delivery: null, userErrors: [invalidState(current.status)] };
};

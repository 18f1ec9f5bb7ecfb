import { hasScope, notFound, operatesStore, parseInput, requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../../generated/graphql.ts';
import type { Delivery } from '../../domain/delivery.ts';
import { publishDelivery } from '../../events/published.ts';
import { channels } from '../../live.ts';
import { changeDelivery } from '../../store/changeDelivery.ts';
import { unload } from '../../store/couriers.ts';
import type { DeliveryTransaction } from '../../store/database.ts';
import { loadDelivery } from '../../store/deliveries.ts';
import type { Context } from '../context.ts';
import { invalidState } from '../errors.ts';
import { deliveryArguments } from '../input.ts';

async function bringBack(
  tx: DeliveryTransaction,
  deliveryId: string,
  actorId: string,
): Promise<Delivery | null> {
  const detail = 'The goods are back in the store.';
  const change = { deliveryId, actorId, from: ['RETURNING'], to: 'RETURNED', detail } as const;
  const returned = await changeDelivery(tx.db, change);
  if (!returned) return null;
  if (returned.courierId !== null) await unload(tx.db, returned.courierId);
  publishDelivery(tx, 'delivery.returned', returned, [channels.dispatch]);
  return returned;
}

/** The courier who brings it back, or staff of the store who take it in. */
async function mayReturn(context: Context, delivery: Delivery): Promise<boolean> {
  const { caller } = context;
  if (hasScope(caller, 'store-orders:write') && operatesStore(caller, delivery.storeId)) return true;
  if (!hasScope(caller, 'deliveries:write')) return false;
  return (await context.me())?.courierId === delivery.courierId;
}

export const deliveryReturned: MutationResolvers['deliveryReturned'] = async (_, args, context) => {
  const { db, platform } = context.service;
  const caller = requireScope(context.caller, 'deliveries:write', 'store-orders:write');
  const parsed = parseInput(deliveryArguments, args);
  if (!parsed.ok) return { delivery: null, userErrors: parsed.errors };
  const { deliveryId } = parsed.value;
  const found = await loadDelivery(db, deliveryId);
  if (found === null || !(await mayReturn(context, found))) {
    return { delivery: null, userErrors: [notFound(['deliveryId'], 'delivery')] };
  }
  const returned = await platform.transaction((tx) => bringBack(tx, deliveryId, caller.userId));
  if (returned) return { delivery: returned, userErrors: [] };
  const current = (await loadDelivery(db, deliveryId)) ?? found;
  // A repeated call: it is done.
  if (current.status === 'RETURNED') return { delivery: current, userErrors: [] };
  return { delivery: null, userErrors: [invalidState(current.status)] };
};

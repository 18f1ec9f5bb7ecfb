import { requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { channels } from '../../live.ts';
import { endShift, loadCouriers } from '../../store/couriers.ts';
import { withdrawOffersOfCourier } from '../../store/offers.ts';
import { deliveryUnderWay, noCourier } from '../errors.ts';
import { refusable } from '../refusable.ts';

/** Ends the shift if nothing is in hand; what is on offer goes to others at once. */
export const shiftEnd: MutationResolvers['shiftEnd'] = async (_, __, context) => {
  const { db, platform, live, wake } = context.service;
  requireScope(context.caller, 'deliveries:write');
  const me = await context.me();
  if (!me) return { courier: null, userErrors: [noCourier()] };
  const { courierId } = me;
  const ended = await refusable((refuse: (reason: ReturnType<typeof deliveryUnderWay>) => never) =>
    platform.transaction(async (tx) => {
      await withdrawOffersOfCourier(tx.db, courierId);
      if (!(await endShift(tx.db, courierId))) refuse(deliveryUnderWay());
    }),
  );
  if ('refused' in ended) return { courier: null, userErrors: [ended.refused] };
  wake.now();
  live.publish(channels.offers(courierId), 'off shift');
  const [courier] = await loadCouriers(db, [courierId]);
  return { courier: courier ?? null, userErrors: [] };
};

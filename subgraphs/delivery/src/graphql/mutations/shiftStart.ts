import { requireScope } from '@nakku/graphql-kit';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { beginShift, loadCouriers } from '../../store/couriers.ts';
import { noCourier } from '../errors.ts';

/** Begins a shift, or moves a shift that runs. The place counts as a measured position. */
export const shiftStart: MutationResolvers['shiftStart'] = async (_, { location }, context) => {
  const { db, positions, wake, now } = context.service;
  requireScope(context.caller, 'deliveries:write');
  const me = await context.me();
  if (!me) return { courier: null, userErrors: [noCourier()] };
  const { courierId } = me;
  if (!(await beginShift(db, courierId))) return { courier: null, userErrors: [noCourier()] };
  await positions.begin(courierId, { location: { ...location }, at: now() });
  wake.now();
  const [courier] = await loadCouriers(db, [courierId]);
  return { courier: courier ?? null, userErrors: [] };
};

import { requireScope } from '@nakku/graphql-kit';
import { endShift } from '../../app/endShift.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { deliveryUnderWay, noCourier } from '../errors.ts';

export const shiftEnd: MutationResolvers['shiftEnd'] = async (_, __, { caller, deps }) => {
  const { userId: courierId } = requireScope(caller, 'deliveries:write');
  const result = await endShift(deps, { courierId });
  if (result.kind === 'done') return { courier: result.courier, userErrors: [] };
  return { courier: null, userErrors: [result.reason === 'UNDER_WAY' ? deliveryUnderWay() : noCourier()] };
};

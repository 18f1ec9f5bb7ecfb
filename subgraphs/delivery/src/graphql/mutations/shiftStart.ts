import { invalidInput, requireScope } from '@nakku/graphql-kit';
import { startShift } from '../../app/startShift.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { noCourier } from '../errors.ts';

export const shiftStart: MutationResolvers['shiftStart'] = async (_, { location }, { caller, deps }) => {
  const { userId: courierId } = requireScope(caller, 'deliveries:write');
  const { latitude, longitude } = location;
  const result = await startShift(deps, { courierId, location: { latitude, longitude } });
  if (result.kind === 'done') return { courier: result.courier, userErrors: [] };
  const error =
    result.reason === 'TELEPORT'
      ? invalidInput(['location'], 'is too far from your last known position')
      : noCourier();
  return { courier: null, userErrors: [error] };
};

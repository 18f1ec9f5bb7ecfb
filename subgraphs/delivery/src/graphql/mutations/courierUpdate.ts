import { idInput, parseInput, requireScope, wholeInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { updateCourier } from '../../app/changeCourier.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { courierProfile } from '../inputs.ts';
import { courierUpdatePayload } from '../payloads.ts';

/** What is null stays as it is. */
const { displayName, vehicle, capacity } = courierProfile.shape;
const changes = z.object({
  displayName: displayName.nullish(),
  vehicle: vehicle.nullish(),
  capacity: capacity.nullish(),
  expectedVersion: wholeInput(1, 2_147_483_647).nullish(),
});
const input = z.object({ courierId: idInput, input: changes });

export const courierUpdate: MutationResolvers['courierUpdate'] = async (_, args, { caller, deps }) => {
  const { userId: actorId } = requireScope(caller, 'couriers:admin');
  const parsed = parseInput(input, args);
  if (!parsed.ok) return { courier: null, userErrors: parsed.errors };
  const { courierId, input: given } = parsed.value;
  const set = {
    ...(given.displayName == null ? {} : { displayName: given.displayName }),
    ...(given.vehicle == null ? {} : { vehicle: given.vehicle }),
    ...(given.capacity == null ? {} : { capacity: given.capacity }),
  };
  const { expectedVersion = null } = given;
  return courierUpdatePayload(await updateCourier(deps, { courierId, actorId, set, expectedVersion }));
};

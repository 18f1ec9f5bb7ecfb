import { idInput, parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import { reactivateCourier } from '../../app/changeCourier.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { courierPayload } from '../payloads.ts';

const input = z.object({ courierId: idInput });

export const courierReactivate: MutationResolvers['courierReactivate'] = async (
  _,
  args,
  { caller, deps },
) => {
  const { userId: actorId } = requireScope(caller, 'couriers:admin');
  const parsed = parseInput(input, args);
  if (!parsed.ok) return { courier: null, userErrors: parsed.errors };
  return courierPayload(await reactivateCourier(deps, { ...parsed.value, actorId }));
};

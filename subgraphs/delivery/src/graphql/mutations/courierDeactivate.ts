import { idInput, parseInput, requireScope, textInput } from '@nakku/graphql-kit';
import { z } from 'zod';
import { deactivateCourier } from '../../app/changeCourier.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { courierPayload } from '../payloads.ts';

const input = z.object({ courierId: idInput, reason: textInput(1, 200) });

export const courierDeactivate: MutationResolvers['courierDeactivate'] = async (
  _,
  args,
  { caller, deps },
) => {
  const { userId: actorId } = requireScope(caller, 'couriers:admin');
  const parsed = parseInput(input, args);
  if (!parsed.ok) return { courier: null, userErrors: parsed.errors };
  return courierPayload(await deactivateCourier(deps, { ...parsed.value, actorId }));
};

import { parseInput, requireScope } from '@nakku/graphql-kit';
import { reportCustomerAbsent } from '../../app/reportCustomerAbsent.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { notAtDoor } from '../errors.ts';
import { deliveryArguments } from '../inputs.ts';
import { deliveryPayload } from '../payloads.ts';

export const deliveryCustomerAbsent: MutationResolvers['deliveryCustomerAbsent'] = async (
  _,
  args,
  { caller, deps },
) => {
  const { userId: courierId } = requireScope(caller, 'deliveries:write');
  const parsed = parseInput(deliveryArguments, args);
  if (!parsed.ok) return { delivery: null, userErrors: parsed.errors };
  const result = await reportCustomerAbsent(deps, { ...parsed.value, courierId });
  if (result.kind === 'refused' && result.reason === 'NOT_AT_DOOR') {
    return { delivery: null, userErrors: [notAtDoor(result.meters)] };
  }
  return deliveryPayload(result);
};

import { parseInput, requireScope } from '@nakku/graphql-kit';
import { arriveAtStore } from '../../app/arriveAtStore.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { deliveryArguments } from '../inputs.ts';
import { deliveryPayload } from '../payloads.ts';

export const deliveryArrivedAtStore: MutationResolvers['deliveryArrivedAtStore'] = async (
  _,
  args,
  { caller, deps },
) => {
  const { userId: courierId } = requireScope(caller, 'deliveries:write');
  const parsed = parseInput(deliveryArguments, args);
  if (!parsed.ok) return { delivery: null, userErrors: parsed.errors };
  return deliveryPayload(await arriveAtStore(deps, { ...parsed.value, courierId }));
};

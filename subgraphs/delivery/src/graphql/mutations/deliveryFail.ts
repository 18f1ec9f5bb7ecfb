import { parseInput, requireScope } from '@nakku/graphql-kit';
import { failDelivery } from '../../app/failDelivery.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { reasonArguments } from '../inputs.ts';
import { deliveryPayload } from '../payloads.ts';

export const deliveryFail: MutationResolvers['deliveryFail'] = async (_, args, { caller, deps }) => {
  const { userId: courierId } = requireScope(caller, 'deliveries:write');
  const parsed = parseInput(reasonArguments, args);
  if (!parsed.ok) return { delivery: null, userErrors: parsed.errors };
  return deliveryPayload(await failDelivery(deps, { ...parsed.value, courierId }));
};

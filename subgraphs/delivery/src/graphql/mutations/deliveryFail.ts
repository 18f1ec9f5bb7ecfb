import { parseInput, requireScope } from '@nakku/graphql-kit';
import { z } from 'zod';
import { failDelivery } from '../../app/failDelivery.ts';
import { failureCodes } from '../../domain/delivery.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { waitingTime } from '../errors.ts';
import { reasonArguments } from '../inputs.ts';
import { deliveryPayload } from '../payloads.ts';

const input = reasonArguments.extend({ code: z.enum(failureCodes) });

export const deliveryFail: MutationResolvers['deliveryFail'] = async (_, args, { caller, deps }) => {
  const { userId: courierId } = requireScope(caller, 'deliveries:write');
  const parsed = parseInput(input, args);
  if (!parsed.ok) return { delivery: null, userErrors: parsed.errors };
  const result = await failDelivery(deps, { ...parsed.value, courierId });
  if (result.kind === 'refused' && result.reason === 'WAITING_TIME') {
    return { delivery: null, userErrors: [waitingTime(result.until)] };
  }
  return deliveryPayload(result);
};
